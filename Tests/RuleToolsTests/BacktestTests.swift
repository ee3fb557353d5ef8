import RuleTools
import SafeguardingModel
import Testing

@Suite("The past under changed rules")
struct BacktestTests {
    private func report(_ new: [SiteConfiguration.TextFile], from: Int = 0, to: Int = 400) throws -> BacktestReport {
        let old = [Past.rule("often", reaches: 3), Past.rule("twice", reaches: 2)]
        let past = Past(rules: old, referralsOnDays: [1, 5, 12, 100, 104])
        var backtest = Backtest(try ChangedRules(inForce: [Past.configuration(old)], new: new))
        for entry in past.entries { try backtest.apply(entry) }
        return backtest.report(from: Past.day0 + .days(Int64(from)), to: Past.day0 + .days(Int64(to)))
    }

    @Test("A lower number speaks earlier, and of more")
    func lower() throws {
        let report = try report([Past.rule("often", reaches: 2, version: 2)])
        #expect(report.changes.map(\.sort) == [.earlier, .more])
        #expect(report.changes.first?.shift == .zero - .days(7))
        #expect(report.changes.last?.new?.raisedAt == Past.day0 + .days(104))
    }

    @Test("A higher number speaks no more")
    func higher() throws {
        #expect(try report([Past.rule("often", reaches: 4)]).changes.map(\.sort) == [.noMore])
    }

    @Test("A rule that is retired on trial speaks no more; one that is not in the folder stays as it was")
    func retired() throws {
        let report = try report([Past.rule("twice", reaches: 2, status: "retired")])
        #expect(report.changes.map(\.rule) == ["twice", "twice"])
        #expect(report.changes.allSatisfy { $0.sort == .noMore })
    }

    @Test("The same rules differ in nothing")
    func same() throws {
        #expect(try report([Past.rule("often", reaches: 3)]).changes.isEmpty)
        #expect(try report([Past.rule("often", reaches: 3, version: 2)]).changes.map(\.sort) == [.same])
    }

    private static let follows = Past.rule("follows", reaches: 2).replacing(
        "when: { count: { of: [referral.made], reaches: [2], within: 30 d } }",
        "when: { count: { of: { rules: [often] }, reaches: [1], within: 30 d } }"
    )

    private func following(_ new: [SiteConfiguration.TextFile]) throws -> BacktestReport {
        let old = [Past.rule("often", reaches: 3), BacktestTests.follows]
        let past = Past(rules: old, referralsOnDays: [1, 5, 12])
        var backtest = Backtest(try ChangedRules(inForce: [Past.configuration(old)], new: new))
        for entry in past.entries { try backtest.apply(entry) }
        return backtest.report(from: Past.day0, to: Past.day0 + .days(400))
    }

    @Test("A rule that speaks of another is judged together with it")
    func speaking() throws {
        let changed = BacktestTests.follows.replacing("severity: high", "severity: low")
        let report = try following([changed])
        #expect(report.changes.map { "\($0.rule) \($0.sort)" } == ["follows otherwise"])
    }

    @Test("A rule that speaks of a changed one is compared too")
    func spokenOf() throws {
        let report = try following([Past.rule("often", reaches: 2)])
        #expect(report.changes.map { "\($0.rule) \($0.sort)" } == ["follows earlier", "often earlier"])
    }

    @Test("Only what is raised in the time asked about is shown")
    func period() throws {
        let report = try report([Past.rule("often", reaches: 2)], from: 90, to: 200)
        #expect(report.changes.map(\.sort) == [.more])
    }
}

extension SiteConfiguration.TextFile {
    fileprivate func replacing(_ old: String, _ new: String) -> Self {
        .init(name: name, text: text.replacing(old, with: new))
    }
}
