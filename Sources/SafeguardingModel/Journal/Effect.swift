/// What should now happen in the world, as judgement says. Performed by the shell, in order; done twice is harmless.
public enum Effect: Hashable, Sendable, Codable {
    case raised(Alert)
    /// Says more, or something else, than before.
    case revised(Alert)
    case withdrawn(Alert)
    /// Nobody acknowledged it in time.
    case escalated(Alert)
    /// A person did something with it.
    case handled(Alert)
    case notice(Notice)

    public var alert: Alert? {
        switch self {
        case .raised(let alert), .revised(let alert), .withdrawn(let alert), .escalated(let alert), .handled(let alert):
            alert
        case .notice: nil
        }
    }
}
