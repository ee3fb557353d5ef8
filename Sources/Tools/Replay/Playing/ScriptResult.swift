import Correlation
import RuleEngine
import SafeguardingModel

/// The result of one script that was played, also in other orders of arrival, and judged.
public struct ScriptResult: Sendable {
    /// The script that was played.
    public var script: Script
    /// The play in the script's own order.
    public var play: Play
    /// One verdict for each line of `expect`, in their order.
    public var verdicts: [ExpectationVerdict]
    /// The first seed of the other orders, which were `seed`, `seed + 1` and so on.
    public var seed: UInt64
    /// The number of other orders that were played.
    public var permutations: Int
    /// Orders of arrival with another end, the smallest difference first.
    public var orderFaults: [OrderFault]
    /// The differences on another target, where the script was played a second time there.
    public var targetFaults: [String]

    /// Whether every expectation was met, every order ended alike, and the other target, if there was one, gave the
    /// same.
    public var isMet: Bool { verdicts.allSatisfy(\.isMet) && orderFaults.isEmpty && targetFaults.isEmpty }
}

extension ScriptPlayer {
    /// Plays a script, then its other orders of arrival, each on a target of its own, and judges the results.
    ///
    /// The orders come from `seed`, `seed + 1` and so on, so that the same seed gives the same result.
    ///
    /// - Parameters:
    ///   - permutations: the number of other orders; nil for the script's own.
    ///   - target: makes a new target for each order.
    /// - Throws: a fault of the site's rules, an expectation that names an unknown rule, or a fault of a target.
    public func run(
        _ script: Script,
        seed: UInt64,
        permutations: Int? = nil,
        target: () throws -> any ScriptTarget
    ) async throws -> ScriptResult {
        // Judgement keeps the configuration before one that it cannot read; in a play there is none, and so no rules.
        try script.check(rules: site.ruleSet().rules.map(\.name))
        let play = try await play(script, on: target())
        let count = permutations ?? script.permutations
        var faults: [OrderFault] = []
        for index in 0..<UInt64(count) {
            let other = try await self.play(script, play.plan.rearranged(seed: seed + index), on: target())
            let fault = OrderFault(seed: seed + index, expected: play.summaries, found: other.summaries)
            if let fault { faults.append(fault) }
        }
        return ScriptResult(
            script: script,
            play: play,
            verdicts: ExpectationChecker(script, play).verdicts,
            seed: seed,
            permutations: count,
            orderFaults: faults.sorted { ($0.size, $0.seed) < ($1.size, $1.seed) },
            targetFaults: []
        )
    }

    /// Plays the script once more on another target, and notes the differences in the result.
    public func compare(_ result: inout ScriptResult, with target: any ScriptTarget) async throws {
        let other = try await play(result.script, result.play.plan, on: target)
        result.targetFaults = TargetComparison(result.play.summaries, other.summaries, result.script.calendar).faults
    }
}

/// The differences between the alerts of two plays of one script, alert by alert.
struct TargetComparison {
    let faults: [String]

    init(_ left: [AlertSummary], _ right: [AlertSummary], _ calendar: ScriptCalendar) {
        let own = left.filter { !right.contains($0) }.map { "only in the first play: \($0.words(calendar))" }
        let others = right.filter { !left.contains($0) }.map { "only in the second play: \($0.words(calendar))" }
        let isUnequal = own.isEmpty && others.isEmpty && left != right
        faults = own + others + (isUnequal ? ["the same alerts, but in another order or number"] : [])
    }
}
