import SafeguardingModel
import Aggregator
import DaemonKit
import Journal

/// The text of `refbus journal verify`: the findings, what they prove, and what they do not prove.
struct VerificationText {
    private let result: JournalVerification
    private let keptRoots: [JournalRoot]

    init(_ result: JournalVerification, keptRoots: [JournalRoot]) {
        self.result = result
        self.keptRoots = keptRoots
    }

    var lines: [String] {
        let count = "\(result.entries) entries, \(result.effects) effects, \(result.alerts) alerts: "
        let outcome = result.faults.isEmpty ? "all as recorded" : "\(result.faults.count) faults"
        var lines = result.faults.map { "FAULT  \($0)" } + [count + outcome]
        if result.awaited > 0 {
            lines.append("\(result.awaited) effects of the last entries are not recorded yet; judgement records them.")
        }
        if let root = result.root { lines.append("Root: \(root)") }
        return result.faults.isEmpty ? lines + proof : lines
    }

    private var proof: [String] {
        guard let last = keptRoots.max(by: { $0.position < $1.position }) else {
            return [
                "Proven: nobody changed an entry, a seal or an effect without computing the seals anew. Not proven: that",
                "nobody did both, or cut off the last entries. Keep the root elsewhere and give it next time: --root ROOT",
            ]
        }
        let after = result.entries - last.position.number
        return keptRoots.map { "Holds: \($0)" } + [
            "Proven: the first \(last.position.number.grouped) entries are those of which the root was taken, whoever could write here"
                + (after > 0 ? ", and the \(after.grouped) after them continue them." : "."),
            "Not proven: that nothing was cut off or written anew after the root. No seal covers refusals, outbox marks, and",
            "which notices an agency has noted.",
        ]
    }
}
