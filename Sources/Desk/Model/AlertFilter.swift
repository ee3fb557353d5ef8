import SafeguardingModel

/// A choice of the alerts that a list shows.
///
/// Drills are never listed among real alerts.
enum AlertFilter: String, Hashable, Sendable, CaseIterable {
    case open, acknowledged, closed, withdrawn, all, exercise

    /// The text of its link.
    var words: String {
        switch self {
        case .open: "Open"
        case .acknowledged: "Acknowledged"
        case .closed: "Closed"
        case .withdrawn: "Withdrawn"
        case .all: "All"
        case .exercise: "Exercise"
        }
    }

    var isOfOpenOnes: Bool { self == .open || self == .acknowledged }

    func takes(_ alert: Alert) -> Bool {
        guard alert.isExercise == (self == .exercise) else { return false }
        return switch self {
        case .open: alert.isOpen
        case .acknowledged: alert.isOpen && alert.life != .new
        case .closed: alert.isClosed && !alert.isWithdrawn
        case .withdrawn: alert.isWithdrawn
        case .all, .exercise: true
        }
    }
}
