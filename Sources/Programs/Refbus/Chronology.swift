import ArgumentParser
import IdentityResolution
import Correlation
import SafeguardingModel

/// `refbus chronology CHILD`.
struct Chronology: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows all that is known about a child, in the order in which it happened.",
        discussion: "CHILD is a child's id (C-...) or an agency's own reference (merseyside-police/MP-77120)."
    )

    @OptionGroup var site: SiteOption
    @OptionGroup var moment: AsOfOption
    @Argument var child: String
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
        let knowledge = try Knowledge(site, asOf: moment)
        let id = try find(child, knowledge)
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

    private func find(_ text: String, _ knowledge: Knowledge) throws -> ChildID {
        if knowledge.correlator.children.contains(ChildID(rawValue: text)) { return ChildID(rawValue: text) }
        let parts = text.split(separator: "/", maxSplits: 1)
        if parts.count == 2 {
            let key = RecordKey(agency: AgencyName(rawValue: String(parts[0])), subject: String(parts[1]))
            if let id = knowledge.correlator.child(of: key) { return id }
        }
        if let words = try unjudged(parts, knowledge) { throw Complaint(words) }
        throw Complaint("nothing is known of that child here; give its id or AGENCY/REFERENCE")
    }

    /// What stands in the journal of a record that judgement knows nothing of: it happened too long ago.
    private func unjudged(_ parts: [Substring], _ knowledge: Knowledge) throws -> String? {
        guard parts.count == 2 else { return nil }
        let key = RecordKey(agency: AgencyName(rawValue: String(parts[0])), subject: String(parts[1]))
        let count = try knowledge.events { RecordKey(of: $0, from: $1) == key }
        guard count > 0, let since = knowledge.correlator.judgedSince else { return nil }
        return "\(count) events of \(key) are in the journal, and none of them happened after "
            + "\(SafeguardingModel.Zone.text(knowledge.zone.day(of: since))): what is older is kept and not judged; --as-of goes back in time"
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

    /// Its fields, and whom and what it names.
    private func details(_ fact: Fact) -> [String: [String]] {
        var details = Dictionary(grouping: fact.fields, by: \.name.rawValue).mapValues { $0.map(\.value) }
        for link in fact.links {
            let words = ([link.label] + link.keys.map(\.description)).filter { !$0.isEmpty }
            details[link.role.rawValue, default: []].append(words.joined(separator: " "))
        }
        return details
    }
}
