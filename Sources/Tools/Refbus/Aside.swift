import ArgumentParser
import Correlation
import SafeguardingModel

/// `refbus aside`.
struct Aside: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the references of which more facts came than are judged of one child.",
        discussion: """
            What came first is judged, the rest is kept. An agency that sends many children's facts under one reference \
            mends its mapping and withdraws them; where the facts are right, raise `mostFacts` in aggregator.yaml and start the \
            aggregator again: all that the new limits allow is judged then.
            """
    )

    @OptionGroup var site: SiteOption
    @OptionGroup var moment: AsOfOption
    @Flag(help: "The journal positions of the facts, one a line.") var positions = false

    func run() throws {
        let knowledge = try SiteState(site, asOf: moment)
        let all = knowledge.correlator.factsSetAside
        if positions {
            for position in all.flatMap(\.positions).sorted() { Terminal.say("\(position)") }
        } else if all.isEmpty {
            Terminal.say("Nothing is set aside: all facts are judged.")
        } else {
            Terminal.table(["REFERENCE", "CHILD", "NOT JUDGED", "SINCE"], all.map { row($0, knowledge.zone) })
        }
    }

    private func row(_ one: FactsSetAside, _ zone: Zone) -> [String] {
        ["\(one.record)", one.child.rawValue, "\(one.positions.count)", zone.text(one.since)]
    }
}
