import ArgumentParser
import Correlation
import SafeguardingModel

extension Identity {
    /// `refbus identity why A B`.
    struct Why: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says why two records are, or are not, one child: the path between them, and each field's weight."
        )

        @OptionGroup var site: SiteOption
        @OptionGroup var moment: AsOfOption
        @Argument(help: "A record: AGENCY/REFERENCE, or an adult's key.") var first: String
        @Argument(help: "The other.") var second: String
        @Flag(help: "About adults: A and B are keys such as handle:h77.") var people = false
        @Flag(help: "As JSON.") var json = false

        func run() throws {
            let state = try SiteState(site, asOf: moment)
            let correlator = state.correlator
            if people {
                return try AdultText.why(Identity.adult(first), Identity.adult(second), correlator, json: json)
            }
            let (left, right) = (try Identity.record(first), try Identity.record(second))
            for record in [first, second] { _ = try state.child(record) }
            let path = correlator.why(left, right)
            let fields = correlator.comparison(left, right)
            if json { return try Terminal.json(["path": path, "comparison": fields]) }
            for line in path { Terminal.say(line) }
            guard !fields.isEmpty else { return }
            Terminal.say("\nHow \(left) and \(right) compare (ten points double the odds):")
            for line in fields { Terminal.say("  - \(line)") }
        }
    }
}
