import Correlation
import RuleTools
import SafeguardingModel
import Testing

@Suite("What a rule that proved wrong has touched")
struct RecallTests {
    private func recall(_ past: Past, version: Int) -> RuleRecall {
        var recall = RuleRecall(rule: "often", version: version)
        var correlator = Correlator()
        for entry in past.entries { recall.observe(entry, correlator.apply(entry), correlator) }
        recall.finish(correlator, at: Past.day0 + .days(400))
        return recall
    }

    @Test("Alerts, children, decisions and notices of the one version, also after a newer one took over")
    func versions() throws {
        var past = Past(rules: [Past.rule("often", reaches: 2)], referralsOnDays: [1, 5])
        let id = "A-3-0"
        past.add(.decision(Decision(.acknowledge(alert: id), by: "sample.worker")), day: 6)
        past.add(.configuration(Past.configuration([Past.rule("often", reaches: 3, version: 2)])), day: 7)
        past.add(.decision(Decision(.close(alert: id, outcome: "rule was wrong"), by: "sample.worker")), day: 8)
        let first = recall(past, version: 1)
        #expect(first.alerts.map(\.id) == [id])
        #expect(first.alerts.first?.isTold == true && first.alerts.first?.isWithdrawn == true)
        #expect(first.alerts.first?.facts == [2, 3])
        #expect(first.children.count == 1)
        #expect(first.alerts.first?.decisions.map(\.what) == ["acknowledged", "closed: rule was wrong"])
        #expect(first.notices.map(\.kind) == [.outcome])
        #expect(recall(past, version: 2).alerts.isEmpty)
    }

    @Test("Decisions in the words of the alert's history, and none that changed nothing")
    func words() throws {
        var past = Past(rules: [Past.rule("often", reaches: 2)], referralsOnDays: [1, 5])
        let decisions: [Decision.Kind] = [
            .reopen(alert: "A-3-0"), .assign(alert: "A-3-0", to: "sample.worker"),
            .assign(alert: "A-3-0", to: "sample.two"), .progress(alert: "A-3-0"),
        ]
        for decision in decisions { past.add(.decision(Decision(decision, by: "sample.worker")), day: 6) }
        let told = recall(past, version: 1).alerts.first?.decisions.map(\.what)
        #expect(told == ["taken on", "offered to sample.two", "in progress"])
    }

    @Test("An alert that only came to stand by a version is found, and was not told by it")
    func silent() throws {
        var past = Past(rules: [Past.rule("often", reaches: 2)], referralsOnDays: [1, 5])
        past.add(.configuration(Past.configuration([Past.rule("often", reaches: 2, version: 2)])), day: 7)
        let second = recall(past, version: 2)
        #expect(second.alerts.map(\.id) == ["A-3-0"])
        #expect(second.alerts.first?.isTold == false)
    }

    @Test("Another rule, or a version that never was, has touched nothing")
    func nothing() {
        let past = Past(rules: [Past.rule("often", reaches: 2)], referralsOnDays: [1, 5])
        #expect(recall(past, version: 9).alerts.isEmpty)
    }
}
