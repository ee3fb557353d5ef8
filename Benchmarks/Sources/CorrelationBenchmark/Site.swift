import DaemonKit
import Foundation
import SafeguardingModel
import Simulation

/// The shipped rules, and a past made of a stream.
struct Site {
    let configuration: SiteConfiguration

    init(_ folder: String) throws {
        configuration = try SiteConfiguration(
            configFolder: folder,
            agencies: Authority.agencies,
            timezone: "Europe/London"
        )
    }

    func entries(_ tellings: [Telling]) -> [JournalEntry] {
        let begins = min(EventStream.begins, tellings.first?.arrives ?? EventStream.begins)
        var entries = [JournalEntry(position: 1, at: begins, body: .configuration(configuration))]
        entries.reserveCapacity(tellings.count + 1)
        for (index, telling) in tellings.enumerated() {
            let body = JournalEntry.Body.event(telling.event, from: telling.agency)
            entries.append(JournalEntry(position: Position(index + 2), at: telling.arrives, body: body))
        }
        return entries
    }

    /// The convergence rule, asking for four sectors instead of three.
    func changed() throws -> SiteConfiguration.TextFile {
        guard var file = configuration.rules.first(where: { $0.name.hasSuffix("agencies-converge.yaml") }) else {
            throw CocoaError(.fileNoSuchFile)
        }
        file.text = file.text.replacingOccurrences(of: "    reaches: 3\n", with: "    reaches: 4\n")
        return file
    }

    /// The synthetic authority of the shipped parameters.
    func authority(_ folder: String, seed: UInt64) throws -> Authority {
        let file = try Site.file(folder + "/population.yaml")
        return Authority(try PopulationParameters(parsing: file.text, file: file.name), seed: seed)
    }

    private static func file(_ path: String) throws -> SiteConfiguration.TextFile {
        .init(name: path, text: try String(contentsOfFile: path, encoding: .utf8))
    }
}
