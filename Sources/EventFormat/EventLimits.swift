/// How much one event may be.
///
/// What is beyond is refused with a code of its own, never cut.
public struct EventLimits: Hashable, Sendable {
    /// The whole document, in bytes.
    public var bytes = 1_048_576
    /// Objects and arrays within each other.
    public var depth = 16
    /// Any text, in bytes of UTF-8: a summary, a rationale.
    public var textBytes = 16_384
    /// A name, a reference, a code, an address, in bytes of UTF-8.
    public var nameBytes = 256
    /// The items of an array, the members of an object.
    public var items = 256

    public init() {}

    /// For JSON that is no event: exports, notices, configuration.
    ///
    /// Bounded so that no input can exhaust the process.
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
