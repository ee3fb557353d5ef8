/// A text that must not be shown: printing it, or anything that holds it, shows nothing.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself.
    ///
    /// The name makes every place that uses it conspicuous.
    public let revealed: String

    public init(_ text: String) {
        revealed = text
    }

    public var description: String { "(secret)" }
    /// The same as ``description``, so that a debugger shows nothing either.
    public var debugDescription: String { description }
    /// A mirror without children: `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
