import Aggregator
import ArgumentParser
import Journal
import SafeguardingModel

/// `refbus notices AGENCY`.
struct Notices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows what went, or waits to go, back to an agency.")

    @OptionGroup var site: SiteOption
    @Argument(help: "The agency's short name.") var agency: String
    @Flag(help: "As JSON.") var json = false

    func run() async throws {
        let configuration = try site.aggregator()
        let journal = try Journal(path: configuration.journalPath, readOnly: true)
        let name = AgencyName(rawValue: agency)
        let notices = try await journal.notices(for: name, after: 0, limit: 10_000)
        if json { return try Terminal.json(notices.map(\.notice)) }
        guard !notices.isEmpty else { return Terminal.say("No notice for \(agency).") }
        let noted = try await journal.lastNoted(name)
        let zone = Zone(name: configuration.timezone) ?? .london
        Terminal.table(
            ["NO", "AT", "KIND", "HAS IT", "ABOUT", "TEXT"],
            notices.map { number, notice in
                [
                    "\(number)", zone.text(notice.at), notice.kind.rawValue, number <= noted ? "yes" : "not yet",
                    notice.about.joined(separator: " "), notice.text,
                ]
            }
        )
    }
}
