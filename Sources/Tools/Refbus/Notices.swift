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
        let journal = try site.journal()
        let name = AgencyName(rawValue: agency)
        guard let derived = try DerivedFile(reading: journal) else {
            throw CommandError("there is no derived.sqlite beside the journal: the aggregator makes it when it starts")
        }
        let notices = try await derived.notices(for: name, after: 0, limit: 10_000)
        guard try !notices.isEmpty || site.agencies().agencies.contains(where: { $0.name == name }) else {
            throw CommandError("there is no agency '\(agency)' at this site; `refbus keys list` names them")
        }
        if json { return try Terminal.json(notices.map(\.notice)) }
        guard !notices.isEmpty else { return Terminal.say("No notice for \(agency).") }
        let noted = try await derived.lastNoted(name)
        let zone = try site.aggregator().zone
        Terminal.table(
            ["AT", "KIND", "HAS IT", "ABOUT", "TEXT"],
            notices.map { number, notice in
                [
                    zone.text(notice.at), notice.kind.rawValue, number <= noted ? "yes" : "not yet",
                    notice.about.joined(separator: " "), notice.text,
                ]
            }
        )
    }
}
