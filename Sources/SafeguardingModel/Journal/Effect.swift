/// Something that judgement wants done. Performed by the shell, in order; doing it twice is harmless.
public enum Effect: Hashable, Sendable, Codable {
    case raised(Alert)
    /// The alert says more, or something else, than before.
    case revised(Alert)
    case withdrawn(Alert)
    /// Nobody acknowledged it in time.
    case escalated(Alert)
    /// A person did something with it.
    case handled(Alert)
    case notice(Notice)

    /// The effect as it is written and sent: its alert without the middle of very many facts. Judgement keeps them all.
    public var abridged: Effect {
        switch self {
        case .raised(let alert): .raised(alert.abridged)
        case .revised(let alert): .revised(alert.abridged)
        case .withdrawn(let alert): .withdrawn(alert.abridged)
        case .escalated(let alert): .escalated(alert.abridged)
        case .handled(let alert): .handled(alert.abridged)
        case .notice: self
        }
    }

    /// The alert as the effect leaves it; nil for a notice.
    public var alert: Alert? {
        switch self {
        case .raised(let alert), .revised(let alert), .withdrawn(let alert), .escalated(let alert), .handled(let alert):
            alert
        case .notice: nil
        }
    }
}
