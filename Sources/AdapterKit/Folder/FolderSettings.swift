public import SafeguardingModel

/// The settings by which an inbox is watched.
public struct FolderSettings: Hashable, Sendable {
    /// The place of an export after it was read.
    public enum Done: String, Hashable, Sendable, CaseIterable {
        /// The export stays where it is.
        case keep
        /// The export is moved to `done/` in the inbox after it was read.
        case move
    }

    /// The path of the folder into which the agency's system puts its exports.
    public var inbox: String
    /// The path of the folder for unreadable rows and files; `quarantine` in the inbox unless stated otherwise.
    public var quarantine: String
    /// The time for which a file must be unchanged before it is taken.
    public var settle: Span
    /// The treatment of an export that was read to its end; an export that was refused stays where it is.
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
