import ArgumentParser
import IdentityResolution
import Correlation
import SafeguardingModel

/// `refbus chronology CHILD`.
struct ChronologyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chronology",
        abstract: "Shows all that is known about a child, in the order in which it happened.",
        discussion: "CHILD is a child's id (C-...) or an agency's own reference (merseyside-police/MP-77120)."
    )

    @OptionGroup var site: SiteOption
    @OptionGroup var moment: AsOfOption
    @Argument(help: "The child's id, or AGENCY/REFERENCE.") var child: String
    @Flag(help: "As JSON.") var json = false

    struct Line: Encodable {
        var happened: String
        var recorded: String
        var received: String
        var agency: String
        var kind: String
        var details: [String: [String]]
    }

    func run() throws {
        let knowledge = try SiteState(site, asOf: moment)
        let id = try knowledge.child(child)
        let lines = knowledge.correlator.chronology(of: id).map { line($0, knowledge.zone) }
        if json { return try Terminal.json(lines) }
        Terminal.say("\(id): \(knowledge.correlator.records(of: id).map(\.description).joined(separator: ", "))")
        Terminal.table(
            ["HAPPENED", "WE LEARNED", "AGENCY", "WHAT", "DETAILS"],
            lines.map { line in
                let details = line.details.sorted { $0.key < $1.key }.map {
                    "\($0.key)=\($0.value.joined(separator: ","))"
                }
                return [line.happened, line.received, line.agency, line.kind, details.joined(separator: " ")]
            }
        )
    }

    private func line(_ fact: Fact, _ zone: SafeguardingModel.Zone) -> Line {
        let isDay = fact.occurred.precision == .day
        return Line(
            happened: isDay
                ? SafeguardingModel.Zone.text(zone.day(of: fact.occurred.earliest)) : zone.text(fact.occurred.earliest),
            recorded: zone.text(fact.recorded),
            received: zone.text(fact.received),
            agency: fact.agency.rawValue,
            kind: fact.kind.rawValue,
            details: fact.isRestricted
                ? ["restricted": ["ask \(fact.agency)"]]
                : details(fact)
        )
    }

    /// Returns the fact's fields, and the people and things that it names.
    private func details(_ fact: Fact) -> [String: [String]] {
        var details = Dictionary(grouping: fact.fields, by: \.name.rawValue).mapValues { $0.map(\.value) }
        for link in fact.links {
            let words = ([link.label] + link.keys.map(\.description)).filter { !$0.isEmpty }
            details[link.role.rawValue, default: []].append(words.joined(separator: " "))
        }
        return details
    }
}
