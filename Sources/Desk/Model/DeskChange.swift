import SafeguardingModel

/// A change that an open page is notified of, without its content.
enum DeskChange: Hashable, Sendable {
    /// The alerts that changed with the entries up to this position.
    case alerts([String], through: Position)
    case following(FollowState)
}
