public import Correlation
public import Journal
public import SafeguardingModel

/// A fold of a journal into a correlator: the aggregator's start, and the tools' way to the same state.
public struct JournalFold {
    public private(set) var correlator: Correlator
    /// The last position folded.
    public private(set) var position: Position

    public init(correlator: Correlator = Correlator(), after position: Position = 0) {
        self.correlator = correlator
        self.position = position
    }

    /// Reads on to the end; hands over the effects of each entry after `known`, up to which effects are recorded
    /// already.
    ///
    /// - Parameter limit: the last position to read.
    public mutating func run(
        through journal: Journal,
        limit: Position = .max,
        effectsAfter known: Position = .max,
        _ perform: ([RecordedEffect]) throws -> Void = { _ in }
    ) throws {
        var codec = EntryCodec()
        while position < min(limit, journal.last) {
            let page = min(2_000, limit - position)
            let entries = try journal.entries(from: position + 1, limit: page)
            guard !entries.isEmpty else { return }
            for stored in entries {
                let effects = correlator.apply(try codec.read(stored))
                position = stored.position
                guard position > known, !effects.isEmpty else { continue }
                try perform(RecordedEffect.numbered(effects, at: position))
            }
        }
    }
}

extension RecordedEffect {
    /// Returns effects with their ordinals among those of their entry.
    static func numbered(_ effects: [Effect], at position: Position) -> [RecordedEffect] {
        effects.enumerated().map { RecordedEffect(position: position, ordinal: $0.offset, effect: $0.element) }
    }
}
