public import SafeguardingModel

/// How an inbox is watched.
public struct FolderSettings: Hashable, Sendable {
    public enum Done: String, Hashable, Sendable, CaseIterable {
        /// The export stays where it is.
        case keep
        /// It is moved to `done/` in the inbox once it was read.
        case move
    }

    public var inbox: String
    public var quarantine: String
    /// How long a file must lie still before it is taken.
    public var settle: Span
    public var done: Done

    public init(inbox: String, quarantine: String? = nil, settle: Span = .seconds(5), done: Done = .keep) {
        self.inbox = inbox
        self.quarantine = quarantine ?? "\(inbox)/quarantine"
        self.settle = settle
        self.done = done
    }

    /// How often the inbox is looked at.
    var interval: Span {
        Span(milliseconds: min(1_000, max(50, settle.milliseconds / 4)))
    }
}
