public import BusProtocol
import Synchronization

/// The directory in force, shared by the authenticator, the gateway and the feed.
///
/// A replacement takes effect with the next message of every connection.
public final class LiveAgencyDirectory: Sendable {
    private struct State {
        var directory: AgencyDirectory
        var observers: [@Sendable () -> Void] = []
    }
    private let state: Mutex<State>

    /// Makes a live directory of a first one.
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

    /// Returns the rights of the holder of this name at this moment.
    func standing(of name: String?) -> AgencyDirectory.KeyStatus {
        state.withLock { $0.directory.standing(of: name) }
    }

    /// Calls the observer after each replacement, on the thread that made it.
    func onChange(_ observer: @escaping @Sendable () -> Void) {
        state.withLock { $0.observers.append(observer) }
    }
}
