import ArgumentParser
import Correlation
import IdentityResolution
import SafeguardingModel

extension Identity {
    /// `refbus identity list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what waits for a person to say, and the children with the records joined in each."
        )

        @OptionGroup var site: SiteOption
        @OptionGroup var moment: AsOfOption
        @Flag(help: "Also children known to one agency alone.") var all = false
        @Flag(help: "Only the pairs that wait for a person.") var waiting = false
        @Flag(help: "The adults of whom agencies tell who are possibly one, in place of the children.") var people =
            false
        @Flag(help: "As JSON.") var json = false

        func run() throws {
            let correlator = try SiteState(site, asOf: moment).correlator
            if people { return try AdultText.list(correlator, json: json) }
            let pairs = correlator.pending
            let children = correlator.children.map { ($0, correlator.records(of: $0)) }
                .filter { all || $0.1.count > 1 }
            if json { return try Terminal.json(Listing(pairs, waiting ? [] : children)) }
            show(pairs)
            guard !waiting else { return }
            Terminal.say("")
            Terminal.table(
                ["CHILD", "RECORDS"],
                children.map { [$0.0.rawValue, $0.1.map(\.description).joined(separator: ", ")] }
            )
        }

        private func show(_ pairs: [PendingPair]) {
            guard !pairs.isEmpty else { return Terminal.say("No pair of records waits for a person to say.") }
            Terminal.say(
                "\(pairs.count) wait for a person to say (refbus identity why A B; decide same|different A B):"
            )
            Terminal.table(
                ["POINTS", "RECORD", "RECORD", "CHILDREN", "WHY"],
                pairs.map { pair in
                    let children = pair.children.map(\.rawValue).joined(separator: " ")
                    return ["\(pair.points)"] + pair.records.map(\.description) + [children, pair.why]
                }
            )
        }
    }

    /// The output of `--json`.
    private struct Listing: Encodable {
        struct Pair: Encodable {
            let records: [String]
            let children: [String]
            let points: Int
            let why: String
        }

        struct Child: Encodable {
            let child: String
            let records: [String]
        }

        let waiting: [Pair]
        let children: [Child]

        init(_ pairs: [PendingPair], _ children: [(ChildID, [RecordKey])]) {
            waiting = pairs.map {
                Pair(
                    records: $0.records.map(\.description),
                    children: $0.children.map(\.rawValue),
                    points: $0.points,
                    why: $0.why
                )
            }
            self.children = children.map { Child(child: $0.0.rawValue, records: $0.1.map(\.description)) }
        }
    }
}
