public import SafeguardingModel

/// A reader of events: takes the bytes of one CloudEvent and returns a checked ``Event``, or throws one fault.
///
/// It keeps its buffers from one event to the next, so reuse one reader. Each thread needs its own.
///
///     var reader = EventReader()
///     let event = try reader.read(bytes)
///     for warning in reader.warnings { ... }
///
/// ## Topics
/// - ``EventSchema``: what the events of each kind hold
/// - ``EventError``: why one is refused
/// - ``EventWriter``: to make one
public struct EventReader: ~Copyable {
    /// Warnings about the event that was read last: identifiers that fail their check digit, marks that join nothing.
    public private(set) var warnings: [EventError] = []

    private var parser: TapeParser
    private let limits: EventLimits
    private let plan = ReadingPlan.shared
    private let space = SlotSpace(room: ReadingPlan.shared.room)

    public init(limits: EventLimits = EventLimits()) {
        self.limits = limits
        parser = TapeParser(limits: limits)
    }

    /// Reads one event, and replaces ``warnings`` by its own.
    ///
    /// - Throws: ``EventError``: one, even if there are more.
    public mutating func read(_ bytes: [UInt8]) throws(EventError) -> Event {
        // Typed errors do not pass through rethrowing closures, so the error travels as a value.
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(EventError) in try read(buffer) }
        }
        return try result.get()
    }

    /// Reads one event from the caller's buffer, of which only the parser makes a copy, for its own time.
    ///
    /// - Throws: ``EventError``: one, even if there are more.
    public mutating func read(_ bytes: UnsafeRawBufferPointer) throws(EventError) -> Event {
        warnings = []
        var reading = EventParser(tape: try parser.parse(bytes), plan: plan, limits: limits, space: space.base)
        let event = try reading.event()
        warnings = reading.warnings
        return event
    }
}

// SAFETY: the parser inside has one owner, is reached only through `mutating` calls of that owner, and does not care on
// which thread it is used next.
extension EventReader: @unchecked Sendable {}
