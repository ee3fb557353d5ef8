import Journal
import SafeguardingModel
import Testing

@Suite("Effects as they are kept")
struct WrittenEffectTests {
    @Test("An effect is kept letter by letter as the encoder writes it", arguments: SampleEffects.all)
    func text(_ effect: Effect) {
        let recorded = RecordedEffect(position: 7, ordinal: 1, effect: effect)
        let written = WrittenEffect(recorded)
        #expect(written.text == recorded.text)
        #expect(written.alert == effect.alert.map { EntryCodec.bytes(of: $0) })
    }
}

/// One effect of each sort.
enum SampleEffects {
    static let all: [Effect] = [
        .raised(alert), .revised(alert), .withdrawn(alert), .escalated(alert), .handled(alert),
        .notice(Notice(id: "N-1-0", to: "sample", kind: .receipt, at: instant, about: ["1"], text: "Example")),
    ]

    private static let instant = Instant(seconds: 1_450_000_000)
    private static let alert = Alert(
        id: "A-1-0",
        finding: Finding(
            rule: "sample-rule",
            ruleVersion: 1,
            subject: .child(ChildID(rawValue: "C-1")),
            severity: .high,
            enteredAt: instant,
            evidence: [1],
            sectors: [.police]
        ),
        explanation: Explanation(headline: "A \"sample\" / example"),
        title: "Sample",
        tell: ["cse-team"],
        raisedAt: instant,
        acknowledgeBy: nil
    )
}
