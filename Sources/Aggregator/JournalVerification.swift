import Correlation
public import Journal

/// Recomputes everything and compares: the seals over the entries, and the effects that were recorded.
public struct JournalVerification: Sendable {
    public var entries: Int64 = 0
    public var effects = 0
    public var alerts = 0
    /// Each in one sentence; empty: the journal is whole, and says today what it said then.
    public var faults: [String] = []

    public init(_ journal: Journal) throws {
        let seals = try journal.verifySeals()
        entries = seals.entries
        faults = seals.faults
        try compareEffects(journal)
    }

    private mutating func compareEffects(_ journal: Journal) throws {
        var recorded = RecordedTexts(journal: journal)
        var found = 0
        var differing: [Int64] = []
        let through = try journal.judgedThrough()
        var folding = Folding()
        try folding.run(through: journal, effectsAfter: 0) { effects in
            for effect in effects where effect.position <= through {
                found += 1
                let text = try recorded.next(position: effect.position, ordinal: effect.ordinal)
                if text != Journal.text(of: effect.effect) { differing.append(effect.position) }
            }
        }
        effects = found
        alerts = folding.correlator.alerts.count
        if let first = differing.first {
            faults.append(
                "\(differing.count) recorded effects differ from what the entries give, the first at entry \(first)"
            )
        }
        if let extra = try recorded.left(through: through) {
            faults.append("an effect is recorded at entry \(extra) that the entries do not give")
        }
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

    /// The recorded text at this place, or nil where none is. Whatever stands before it unasked is left behind.
    mutating func next(position: Int64, ordinal: Int) throws -> String? {
        while let line = try peek(), (line.position, line.ordinal) <= (position, ordinal) {
            advance(line)
            if (line.position, line.ordinal) == (position, ordinal) { return line.text }
        }
        return nil
    }

    mutating func left(through: Int64) throws -> Int64? {
        guard let line = try peek(), line.position <= through else { return nil }
        return line.position
    }

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
