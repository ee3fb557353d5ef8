/// The reason why a daemon stopped that should have gone on.
public enum DaemonError: Error, CustomStringConvertible {
    /// A service threw.
    ///
    /// The others were drained.
    case failed(service: String, reason: any Error)
    /// A service returned although nobody had asked it to.
    case ended(service: String)

    public var description: String {
        switch self {
        case .failed(let service, let reason): "\(service) failed: \(reason)"
        case .ended(let service): "\(service) ended although nobody had asked it to"
        }
    }
}
