/// The largest event that is accepted.
///
/// An event beyond a limit is refused with a code of its own, never cut.
public struct EventLimits: Hashable, Sendable {
    /// The size of the whole document, in bytes.
    public var bytes = 1_048_576
    /// The nesting depth of objects and arrays.
    public var depth = 16
    /// The length of any text, in bytes of UTF-8: a summary, a rationale.
    public var textBytes = 16_384
    /// The length of a name, a reference, a code or an address, in bytes of UTF-8.
    public var nameBytes = 256
    /// The number of items of an array, and of members of an object.
    public var items = 256

    public init() {}

    /// Limits for JSON that is not an event: exports, notices, configuration.
    ///
    /// They keep input from exhausting the process.
    public static let anyJSON: EventLimits = {
        var limits = EventLimits()
        limits.bytes = 64 * 1_048_576
        limits.depth = 128
        limits.textBytes = .max
        limits.nameBytes = .max
        limits.items = .max
        return limits
    }()
}
