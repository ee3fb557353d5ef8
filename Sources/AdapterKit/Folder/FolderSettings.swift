public import SafeguardingModel

/// The settings by which an inbox is watched.
public struct FolderSettings: Hashable, Sendable {
    public enum Done: String, Hashable, Sendable, CaseIterable {
        /// The export stays where it is.
        case keep
        /// The export is moved to `done/` in the inbox after it was read.
        case move
    }

    public var inbox: String
    public var quarantine: String
    /// The time for which a file must be unchanged before it is taken.
    public var settle: Span
    public var done: Done

    public init(inbox: String, quarantine: String? = nil, settle: Span = .seconds(5), done: Done = .keep) {
        self.inbox = inbox
        self.quarantine = quarantine ?? "\(inbox)/quarantine"
        self.settle = settle
        self.done = done
    }

    /// The time between two looks at the inbox.
    var interval: Span {
        Span(milliseconds: min(1_000, max(50, settle.milliseconds / 4)))
    }
}
