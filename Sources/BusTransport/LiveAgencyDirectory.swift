public import BusProtocol
import Synchronization

/// The directory in force, for all who need it at once: the doorkeeper, the gateway, the feed.
///
/// What is replaced holds for the next message of every connection.
public final class LiveAgencyDirectory: Sendable {
    private struct State {
        var directory: AgencyDirectory
        var observers: [@Sendable () -> Void] = []
    }
    private let state: Mutex<State>

    /// Begins with a directory.
    public init(_ directory: AgencyDirectory) {
        state = Mutex(State(directory: directory))
    }

    /// The directory in force.
    public var directory: AgencyDirectory { state.withLock { $0.directory } }

    /// Puts another directory in force.
    public func replace(with directory: AgencyDirectory) {
        let observers = state.withLock { state in
            state.directory = directory
            return state.observers
        }
        for observer in observers { observer() }
    }

    /// How the holder of this name stands at this moment.
    func standing(of name: String?) -> AgencyDirectory.KeyStatus {
        state.withLock { $0.directory.standing(of: name) }
    }

    /// Calls after each replacement, on whatever thread made it.
    func onChange(_ observer: @escaping @Sendable () -> Void) {
        state.withLock { $0.observers.append(observer) }
    }
}
