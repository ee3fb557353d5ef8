import Aggregator
import ArgumentParser
import Correlation
import DaemonKit
import Journal
import SafeguardingModel

extension Identity {
    /// `refbus identity decide`.
    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a decision into the journal of the running aggregator, and says what it changes.",
            discussion: """
                refbus identity decide same A B | different A B | taken-back POSITION
                With --people A and B are adults' keys, as refbus identity list --people shows them.
                """
        )

        @OptionGroup var site: SiteOption
        @Argument(help: "same, different or taken-back.") var verdict: String
        @Argument(help: "Two or more records, or the position of the decision that is taken back.") var of: [String]
        @Option(help: "Who decides.") var by: String
        @Option(help: "Why.") var note = ""
        @Option(help: "The desk's log of who saw what, where it is not in the site's folder.") var audit: String?
        @Flag(help: "About adults: handle:h77, phone:447700900123, vehicle:AB12CDE ...") var people = false
        @Flag(help: "With --people: in the drills' world.") var exercise = false
        @Flag(help: "Decide also about records that no event has told of yet.") var force = false

        func run() async throws {
            let knowledge = try SiteState(site)
            let address = try site.value.address(site.aggregator().follow, as: "operator")
            let client = try DecisionClient(address, after: knowledge.journal.last)
            let decided = try kind()
            if !force { try demandKnown(decided, knowledge) }
            let position = try await client.decide(Decision(decided, by: by, note: note))
            Terminal.say(
                "Decided, journal entry \(position). To undo it: refbus identity decide taken-back \(position) --by NAME"
            )
            try tellChanges(since: knowledge, at: position)
        }

        private func kind() throws -> Decision.Kind {
            switch verdict {
            case "same" where people && of.count >= 2: .samePerson(try of.map(Identity.adult), exercise: exercise)
            case "different" where people && of.count >= 2:
                .differentPeople(try of.map(Identity.adult), exercise: exercise)
            case "same" where of.count >= 2: .same(try of.map(Identity.record))
            case "different" where of.count >= 2: .different(try of.map(Identity.record))
            case "taken-back" where of.count == 1:
                if let position = Position(of[0]) {
                    .takenBack(position: position)
                } else {
                    throw CommandError("'\(of[0])' is no journal position")
                }
            default: throw CommandError("write: same A B, different A B, or taken-back POSITION")
            }
        }

        /// Refuses unknown references: a decision about a mistyped one would have no effect and no warning.
        private func demandKnown(_ kind: Decision.Kind, _ knowledge: SiteState) throws {
            let unknown: [String] =
                switch kind {
                case .same(let records), .different(let records):
                    records.filter { knowledge.correlator.child(of: $0) == nil }.map(\.description)
                case .samePerson(let keys, let exercise), .differentPeople(let keys, let exercise):
                    keys.filter { knowledge.correlator.keys(ofAdultWith: $0, exercise: exercise) == nil }
                        .map(\.description)
                default: []
                }
            guard let first = unknown.first else { return }
            let others = unknown.count > 1 ? ", nor for \(unknown.dropFirst().joined(separator: ", "))" : ""
            throw CommandError(
                "there is no event for \(first)\(others); check the reference, or decide all the same with --force"
            )
        }

        /// Prints the alerts that the decision raised, changed or withdrew, and who had worked with a withdrawn one.
        private func tellChanges(since knowledge: SiteState, at position: Position) throws {
            let journal = try site.journal()
            defer { journal.close() }
            var folding = JournalFold(correlator: knowledge.correlator, after: knowledge.journal.last)
            var withdrawn: [Alert] = []
            try folding.run(through: journal, limit: position, effectsAfter: position - 1) { effects in
                for recorded in effects {
                    AlertText.announce(recorded.effect, knowledge.zone)
                    if case .withdrawn(let alert) = recorded.effect {
                        tellWhoWorked(alert)
                        withdrawn.append(alert)
                    }
                }
            }
            try WhoOpened(withdrawn, audit ?? "\(site.value.data(of: "cse-desk"))/audit")?.tell(knowledge.zone)
        }

        private func tellWhoWorked(_ alert: Alert) {
            let people = Set(alert.actions.map(\.by)).sorted()
            guard !people.isEmpty else { return }
            Terminal.say("  had worked with it, and should be told: \(people.joined(separator: ", "))")
        }
    }
}
