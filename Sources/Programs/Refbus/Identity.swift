import Aggregator
import ArgumentParser
import Correlation
import DaemonKit
import Journal
import SafeguardingModel

/// `refbus identity list|why|decide`.
struct Identity: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows which records are one child and why, and lets a person decide.",
        subcommands: [List.self, Why.self, Decide.self]
    )

    /// `AGENCY/REFERENCE`.
    static func record(_ text: String) throws -> RecordKey {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw Complaint("'\(text)' is no record; write AGENCY/REFERENCE, such as merseyside-police/MP-77120")
        }
        return RecordKey(agency: AgencyName(rawValue: parts[0]), subject: parts[1])
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the children and the records joined in each.")

        @OptionGroup var site: SiteOption
        @OptionGroup var moment: AsOfOption
        @Flag(help: "Also children known to one agency alone.") var all = false

        func run() throws {
            let correlator = try Knowledge(site, asOf: moment).correlator
            let rows = correlator.children.map { ($0, correlator.records(of: $0)) }.filter { all || $0.1.count > 1 }
            Terminal.table(
                ["CHILD", "RECORDS"],
                rows.map { [$0.0.rawValue, $0.1.map(\.description).joined(separator: ", ")] }
            )
        }
    }

    struct Why: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Says why two records are, or are not, one child.")

        @OptionGroup var site: SiteOption
        @OptionGroup var moment: AsOfOption
        @Argument var first: String
        @Argument var second: String

        func run() throws {
            let correlator = try Knowledge(site, asOf: moment).correlator
            for line in correlator.why(try Identity.record(first), try Identity.record(second)) { Terminal.say(line) }
        }
    }

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a decision into the journal of the running aggregator.",
            discussion: "refbus identity decide same A B | different A B | taken-back POSITION"
        )

        @OptionGroup var site: SiteOption
        @Argument(help: "same, different or taken-back.") var verdict: String
        @Argument(help: "Two or more records, or the position of the decision that is taken back.") var of: [String]
        @Option(help: "Who decides.") var by: String
        @Option(help: "Why.") var note = ""

        func run() async throws {
            let configuration = try site.aggregator()
            let journal = try Journal(path: configuration.journalPath, readOnly: true)
            let door = try DecisionDoor(
                follow: configuration.follow,
                operatorKey: site.value.keyFile("operator"),
                aggregatorKey: site.value.publicKeyFile("aggregator"),
                after: journal.last
            )
            let position = try await door.decide(Decision(try kind(), by: by, note: note))
            Terminal.say(
                "Decided, journal entry \(position). To undo it: refbus identity decide taken-back \(position) --by NAME"
            )
        }

        private func kind() throws -> Decision.Kind {
            switch verdict {
            case "same" where of.count >= 2: .same(try of.map(Identity.record))
            case "different" where of.count >= 2: .different(try of.map(Identity.record))
            case "taken-back" where of.count == 1:
                if let position = Int64(of[0]) {
                    .takenBack(position: position)
                } else {
                    throw Complaint("'\(of[0])' is no journal position")
                }
            default: throw Complaint("write: same A B, different A B, or taken-back POSITION")
            }
        }
    }
}
