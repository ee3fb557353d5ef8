import SafeguardingModel

/// What an open page is told: that something changed, and never what.
enum DeskChange: Hashable, Sendable {
    /// These alerts changed, by the entries up to this position.
    case alerts([String], through: Int64)
    case following(FollowState)
}
