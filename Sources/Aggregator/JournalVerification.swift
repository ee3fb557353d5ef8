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
        var comparison: EffectComparison?
        var faults: [String] = []
        /// Does something with the derived file, or gives it up.
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch {
                faults.append(
                    "derived.sqlite cannot be read (\(error)): remove it while the aggregator is stopped; "
                        + "the next start makes it anew from the entries"
                )
                comparison = nil
            }
        }
        attempt { comparison = try openDerived(journal, isServed: isServed) }
        var folding = JournalFold()
        try folding.run(through: journal, effectsAfter: 0) { given in
            effects += given.count
            if comparison != nil { attempt { try comparison?.add(given) } }
        }
        alerts = folding.correlator.alerts.count
        attempt { faults += try comparison?.faults(isServed: isServed) ?? [] }
        self.faults += faults
        if let comparison { try judgeRest(comparison, journal, isServed: isServed) }
    }

    /// Opens the derived file; nil if there is none, which is a fault unless the journal is empty.
    private mutating func openDerived(_ journal: Journal, isServed: Bool) throws -> EffectComparison? {
        guard let derived = try DerivedFile(reading: journal) else {
            if journal.last > 0 {
                faults.append(
                    "derived.sqlite is not beside the journal, so that nothing recorded can be compared with the entries; "
                        + "the next start makes it anew from them"
                )
            }
            return nil
        }
        faults += try derived.faults(isServed: isServed)
        return EffectComparison(derived, through: try derived.judgedThrough())
    }

    /// Judges effects after the last that is recorded: those of the last moment may have been under way.
    private mutating func judgeRest(_ comparison: EffectComparison, _ journal: Journal, isServed: Bool) throws {
        guard let first = comparison.rest.first else { return }
        let at = try journal.entries(from: first, limit: 1).first?.at ?? .distantPast
        let isLag = comparison.through > 0 && journal.lastAt - at <= JournalVerification.lag
        guard !isServed, !isLag else {
            awaited = comparison.rest.count
            effects -= awaited
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
    let through: Position
    /// The entries of effects beyond the last that is recorded.
    private(set) var rest: [Position] = []
    private let derived: DerivedFile
    private var recorded: RecordedTexts
    private var differing = Findings()
    private var missing = Findings()
    private var notices = 0
    private var noticesDiffering = Findings()

    /// How many findings there are of one sort, and the first entry that has one.
    private struct Findings {
        var count = 0
        var first: Position = 0

        mutating func add(_ position: Position) {
            if count == 0 { first = position }
            count += 1
        }
    }

    init(_ derived: DerivedFile, through: Position) {
        self.derived = derived
        self.through = through
        recorded = RecordedTexts(derived: derived)
    }

    mutating func add(_ effects: [RecordedEffect]) throws {
        for effect in effects {
            guard effect.position <= through else {
                rest.append(effect.position)
                continue
            }
            let text = try recorded.next(position: effect.position, ordinal: effect.ordinal)
            if text == nil { missing.add(effect.position) }
            if let text, text != effect.text { differing.add(effect.position) }
            guard case .notice(let notice) = effect.effect else { continue }
            let kept = try derived.text(of: notice)
            if kept != nil { notices += 1 }
            if kept != EntryCodec.text(of: notice) { noticesDiffering.add(effect.position) }
        }
    }

    /// Returns the faults. While a daemon is running, effects after the recorded mark are no fault: they came after it
    /// was read.
    mutating func faults(isServed: Bool) throws -> [String] {
        var faults: [String] = []
        func add(_ findings: Findings, _ sentence: String) {
            guard findings.count > 0 else { return }
            faults.append("\(findings.count) \(sentence) entry \(findings.first)")
        }
        add(missing, "effects that were recorded are gone, the first of")
        add(differing, "recorded effects differ from what the entries give, the first at")
        var (extra, beyond) = (Findings(), Findings())
        for position in try recorded.rest() {
            if position <= through { extra.add(position) } else { beyond.add(position) }
        }
        add(extra, "effects are recorded that the entries do not give, the first at")
        add(noticesDiffering, "notices are gone or differ from what the entries give, the first of")
        guard !isServed else { return faults }
        add(
            beyond,
            "effects are recorded after entry \(through), to which judgement is said to have come, the first of"
        )
        let kept = try derived.noticeCount()
        if kept > notices { faults.append("\(kept - notices) notices are kept that the entries do not give") }
        return faults
    }
}

/// The recorded effects, read in order and in pages.
private struct RecordedTexts {
    private let derived: DerivedFile
    private var page: ArraySlice<(position: Position, ordinal: Int, text: String)> = []
    private var from: (position: Position, ordinal: Int) = (Position(Int64.min), -1)
    /// The entries of texts that nobody asked for, in order.
    private var skipped: [Position] = []

    init(derived: DerivedFile) {
        self.derived = derived
    }

    /// Returns the recorded text at this place, or nil if there is none. Texts before it are skipped.
    mutating func next(position: Position, ordinal: Int) throws -> String? {
        while let line = try peek(), (line.position, line.ordinal) <= (position, ordinal) {
            page.removeFirst()
            if (line.position, line.ordinal) == (position, ordinal) { return line.text }
            skipped.append(line.position)
        }
        return nil
    }

    /// Returns the entries of all texts that nobody asked for, to the end.
    mutating func rest() throws -> [Position] {
        while let line = try peek() {
            page.removeFirst()
            skipped.append(line.position)
        }
        return skipped
    }

    private mutating func peek() throws -> (position: Position, ordinal: Int, text: String)? {
        if page.isEmpty {
            page = try derived.effectTexts(after: from, limit: 2_000)[...]
            if let last = page.last { from = (last.position, last.ordinal) }
        }
        return page.first
    }
}
