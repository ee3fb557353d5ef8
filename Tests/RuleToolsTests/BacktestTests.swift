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

    @Test("Only what is raised in the time asked about is shown")
    func period() throws {
        let report = try report([Past.rule("often", reaches: 2)], from: 90, to: 200)
        #expect(report.changes.map(\.sort) == [.more])
    }
}
