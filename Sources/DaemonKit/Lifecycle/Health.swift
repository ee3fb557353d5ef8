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
        /// In the order in which they were first told.
        var faults: [(source: String, sentence: String)] = []
        /// Of what is no fault and worth knowing, how often since the start; in the order in which it came first.
        var counts: [(name: String, count: Int)] = []

        var fault: String? {
            faults.isEmpty ? nil : faults.map(\.sentence).joined(separator: "; ")
        }
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
    /// Each part of a daemon, its `source`, has one fault at a time; those of all parts are told together. Ids and numbers
    /// only.
    public func report(fault: String?, from source: String = "") {
        content.withLock { content in
            let index = content.faults.firstIndex { $0.source == source }
            switch (fault, index) {
            case (let fault?, let index?): content.faults[index].sentence = fault
            case (let fault?, nil): content.faults.append((source, fault))
            case (nil, let index?): content.faults.remove(at: index)
            case (nil, nil): break
            }
        }
    }

    /// Counts what is no fault and worth knowing; it stands among the facts.
    public func count(_ more: Int, of name: String) {
        guard more > 0 else { return }
        content.withLock { content in
            if let index = content.counts.firstIndex(where: { $0.name == name }) {
                content.counts[index].count += more
            } else {
                content.counts.append((name, more))
            }
        }
    }

    /// All that it says of itself, as JSON.
    ///
    /// `{"program":..., "state":"serving", "since":..., "at":..., "process":..., "fault":null, "facts":{...}}`
    public func document(facts: JSONObject = [:]) -> JSONValue {
        let content = content.withLock { $0 }
        var facts = facts
        for (name, count) in content.counts { facts[name] = .integer(Int64(count)) }
        return .object([
            "program": .string(program), "state": .string(content.state.rawValue),
            "since": .string(content.since.rfc3339), "at": .string(clock.now.rfc3339),
            "process": .integer(Int64(getpid())), "fault": content.fault.map { .string($0) } ?? .null,
            "facts": .object(facts),
        ])
    }
}
