public import SafeguardingModel

/// An effect with the position of its entry and its ordinal among that entry's effects.
public struct RecordedEffect: Hashable, Sendable {
    public var position: Position
    public var ordinal: Int
    public var effect: Effect

    public init(position: Position, ordinal: Int, effect: Effect) {
        self.position = position
        self.ordinal = ordinal
        self.effect = effect
    }

    /// The text that is kept: JSON without the evidence that ``Effect/abridged`` leaves out.
    public var text: String { EntryCodec.text(of: effect.abridged) }
}

/// An effect as it is kept, and the bytes of its alert, which are also broadcast: encoded once for both.
public struct WrittenEffect: Sendable {
    public let recorded: RecordedEffect
    /// The same as ``RecordedEffect/text``.
    public let text: String
    /// The alert as JSON; nil for a notice.
    public let alert: [UInt8]?

    public init(_ recorded: RecordedEffect) {
        self.recorded = recorded
        alert = recorded.effect.alert.map { EntryCodec.bytes(of: $0.abridged) }
        if let alert, let word = recorded.effect.wordOfAlert {
            text = "{\"\(word)\":{\"_0\":\(String(decoding: alert, as: UTF8.self))}}"
        } else {
            text = recorded.text
        }
    }

    /// The notice, if the effect is one.
    public var notice: Notice? { if case .notice(let notice) = recorded.effect { notice } else { nil } }
}

extension Effect {
    /// The name of the case as it is encoded, if it carries an alert.
    fileprivate var wordOfAlert: String? {
        switch self {
        case .raised: "raised"
        case .revised: "revised"
        case .withdrawn: "withdrawn"
        case .escalated: "escalated"
        case .handled: "handled"
        case .notice: nil
        }
    }
}
