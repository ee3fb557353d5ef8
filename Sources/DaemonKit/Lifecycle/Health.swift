import Glibc
public import SafeguardingModel
import Synchronization

/// How a daemon is, for those who watch over it.
public final class Health: Sendable {
    public enum State: String, Sendable, CaseIterable {
        case starting, serving, draining, stopped
    }

    private struct Content {
        var state: State = .starting
        var since: Instant
        var fault: String?
    }

    private let program: String
    private let clock: any WallClock
    private let content: Mutex<Content>

    public init(program: String, clock: any WallClock = SystemClock()) {
        self.program = program
        self.clock = clock
        content = Mutex(Content(since: clock.now))
    }

    public var state: State { content.withLock { $0.state } }

    func set(_ state: State) {
        let now = clock.now
        content.withLock { content in
            guard content.state != state else { return }
            content.state = state
            content.since = now
        }
    }

    /// Says what keeps the daemon from its work, or with nil that nothing does any more.
    ///
    /// Ids and numbers only.
    public func report(fault: String?) {
        content.withLock { $0.fault = fault }
    }

    /// All that it says of itself, as JSON.
    ///
    /// `{"program":..., "state":"serving", "since":..., "at":..., "process":..., "fault":null, "facts":{...}}`
    public func document(facts: JSONObject = [:]) -> JSONValue {
        let content = content.withLock { $0 }
        return .object([
            "program": .string(program), "state": .string(content.state.rawValue),
            "since": .string(content.since.rfc3339), "at": .string(clock.now.rfc3339),
            "process": .integer(Int64(getpid())), "fault": content.fault.map { .string($0) } ?? .null,
            "facts": .object(facts),
        ])
    }
}
