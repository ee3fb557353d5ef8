/// Why a daemon stopped that should not have.
public enum DaemonError: Error, CustomStringConvertible {
    /// One of its services threw.
    ///
    /// The others were drained.
    case failed(service: String, reason: any Error)
    /// One of its services returned although nobody had asked it to.
    case ended(service: String)

    public var description: String {
        switch self {
        case .failed(let service, let reason): "\(service) failed: \(reason)"
        case .ended(let service): "\(service) ended although nobody had asked it to"
        }
    }
}
