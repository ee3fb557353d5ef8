import Glibc
public import SafeguardingModel
import Synchronization

/// The health of a daemon: its state, faults and counts, for monitors and people.
public final class Health: Sendable {
    /// The stage of a daemon's life, in this order; a daemon stopped before it is ready never serves.
    public enum State: String, Sendable, CaseIterable {
        case starting, serving, draining, stopped
    }

    private struct Content {
        var state: State = .starting
        var since: Instant
        /// The faults, in the order in which they were first reported.
        var faults: [(name: FaultName, sentence: String)] = []
        /// Counts since the start of noteworthy events that are not faults, in the order in which each came first.
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

    /// The present stage; faults do not change it.
    public var state: State { content.withLock { $0.state } }

    func set(_ state: State) {
        let now = clock.now
        content.withLock { content in
            guard content.state != state else { return }
            content.state = state
            content.since = now
        }
    }

    /// Sets the fault of a name, or removes it where the sentence is nil; returns whether it is new or newly gone.
    ///
    /// Each name has one fault at a time; all are reported together. Sentences have ids and numbers only.
    @discardableResult
    public func report(_ name: FaultName, _ sentence: String?) -> Bool {
        content.withLock { content in
            let index = content.faults.firstIndex { $0.name == name }
            switch (sentence, index) {
            case (let sentence?, let index?): content.faults[index].sentence = sentence
            case (let sentence?, nil): content.faults.append((name, sentence))
            case (nil, let index?): content.faults.remove(at: index)
            case (nil, nil): break
            }
            return (sentence == nil) != (index == nil)
        }
    }

    /// Returns whether there is a fault of this name.
    public func has(_ name: FaultName) -> Bool {
        content.withLock { $0.faults.contains { $0.name == name } }
    }

    /// Counts noteworthy events that are not faults; the count is among the facts.
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

    /// Returns the whole health as JSON.
    ///
    /// `{"program":..., "state":..., "since":..., "at":..., "process":..., "fault":null, "faults":[], "facts":{...}}`
    ///
    /// `faults` has the name and the sentence of each fault, `fault` all sentences in one.
    public func document(facts: JSONObject = [:]) -> JSONValue {
        document(facts: facts, also: nil)
    }

    func document(facts: JSONObject, also fault: (name: FaultName, sentence: String)?) -> JSONValue {
        var content = content.withLock { $0 }
        if let fault { content.faults.append(fault) }
        var facts = facts
        for (name, count) in content.counts { facts[name] = .integer(Int64(count)) }
        return .object([
            "program": .string(program), "state": .string(content.state.rawValue),
            "since": .string(content.since.rfc3339), "at": .string(clock.now.rfc3339),
            "process": .integer(Int64(getpid())), "fault": content.fault.map { .string($0) } ?? .null,
            "faults": .array(
                content.faults.map { ["name": .string($0.name.rawValue), "sentence": .string($0.sentence)] }
            ),
            "facts": .object(facts),
        ])
    }
}
