import Correlation
public import Journal
import SafeguardingModel

/// A verification that recomputes everything and compares: the seals over the entries, the roots that were kept
/// elsewhere, and the effects that were recorded.
public struct JournalVerification: Sendable {
    public var entries: Int64 = 0
    public var effects = 0
    public var alerts = 0
    /// The root of the whole journal; nil for an empty one.
    public var root: JournalRoot?
    /// The number of effects of the last entries that are not recorded yet, where judgement's lag can explain that.
    public var awaited = 0
    /// The faults, each in one sentence; if there are none, the journal is whole, and its entries give the recorded
    /// effects.
    public var faults: [String] = []

    /// The longest lag of judgement behind the last entry when a copy is made, or when a process is killed.
    private static let lag = Span.minutes(1)

    /// - Parameter isServed: whether a daemon is using this journal, so that the last effects may not be recorded yet.
    public init(_ journal: Journal, keptRoots: [JournalRoot] = [], isServed: Bool = false) throws {
        let seals = try journal.verifySeals(keptRoots: keptRoots)
        entries = seals.entries
        root = seals.root
        faults = seals.faults
        try compareEffects(journal, isServed: isServed)
    }

    private mutating func compareEffects(_ journal: Journal, isServed: Bool) throws {
        let through = try journal.judgedThrough()
        var comparison = EffectComparison(RecordedTexts(journal: journal), through: through)
        var folding = JournalFold()
        try folding.run(through: journal, effectsAfter: 0) { try comparison.add($0) }
        effects = comparison.found
        alerts = folding.correlator.alerts.count
        faults += try comparison.faults(isServed: isServed)
        try judgeRest(comparison, journal, isServed: isServed)
    }

    /// Judges effects after the last that is recorded: those of the last moment may have been under way.
    private mutating func judgeRest(_ comparison: EffectComparison, _ journal: Journal, isServed: Bool) throws {
        guard let first = comparison.rest.first else { return }
        let at = try journal.entriesNow(from: first, limit: 1).first?.at ?? .distantPast
        let isLag = comparison.through > 0 && journal.lastAt - at <= JournalVerification.lag
        guard !isServed, !isLag else {
            awaited = comparison.rest.count
            return
        }
        faults.append(
            "\(comparison.rest.count) effects from entry \(first) on are not recorded: they were deleted, or judgement never "
                + "came so far; the next start derives them again"
        )
    }
}

/// A comparison of the effects that the entries give with those that were recorded.
private struct EffectComparison {
    let through: Int64
    private(set) var found = 0
    /// The entries of effects beyond the last that is recorded.
    private(set) var rest: [Int64] = []
    private var recorded: RecordedTexts
    private var differing: [Int64] = []
    private var missing: [Int64] = []

    init(_ recorded: RecordedTexts, through: Int64) {
        self.recorded = recorded
        self.through = through
    }

    mutating func add(_ effects: [RecordedEffect]) throws {
        for effect in effects {
            guard effect.position <= through else {
                rest.append(effect.position)
                continue
            }
            found += 1
            let text = try recorded.next(position: effect.position, ordinal: effect.ordinal)
            guard let text else {
                missing.append(effect.position)
                continue
            }
            if text != Journal.text(of: effect.effect) { differing.append(effect.position) }
        }
    }

    /// Returns the faults. While a daemon is running, effects after the recorded mark are no fault: they came after it
    /// was read.
    mutating func faults(isServed: Bool) throws -> [String] {
        var faults: [String] = []
        if let first = missing.first {
            faults.append("\(missing.count) effects that were recorded are gone, the first of entry \(first)")
        }
        if let first = differing.first {
            faults.append(
                "\(differing.count) recorded effects differ from what the entries give, the first at entry \(first)"
            )
        }
        if let extra = try recorded.left(), !isServed || extra <= through {
            faults.append(
                extra <= through
                    ? "an effect is recorded at entry \(extra) that the entries do not give"
                    : "effects are recorded of entry \(extra), and judgement is said to have come to \(through): that was changed"
            )
        }
        return faults
    }
}

/// The recorded effects, read in order and in pages.
private struct RecordedTexts {
    let journal: Journal
    private var page: [(position: Int64, ordinal: Int, text: String)] = []
    private var index = 0
    private var from: (position: Int64, ordinal: Int) = (0, -1)

    init(journal: Journal) {
        self.journal = journal
    }

    /// Returns the recorded text at this place, or nil if there is none. Texts before it are skipped.
    mutating func next(position: Int64, ordinal: Int) throws -> String? {
        while let line = try peek(), (line.position, line.ordinal) <= (position, ordinal) {
            advance(line)
            if (line.position, line.ordinal) == (position, ordinal) { return line.text }
        }
        return nil
    }

    /// Returns the entry of the next text that was not asked for.
    mutating func left() throws -> Int64? { try peek()?.position }

    private mutating func advance(_ line: (position: Int64, ordinal: Int, text: String)) {
        from = (line.position, line.ordinal)
        index += 1
    }

    private mutating func peek() throws -> (position: Int64, ordinal: Int, text: String)? {
        if index >= page.count {
            page = try journal.effectTexts(after: from, limit: 2_000)
            index = 0
        }
        return index < page.count ? page[index] : nil
    }
}
