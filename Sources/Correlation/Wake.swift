import SafeguardingModel

/// A moment at which something may change by time alone.
struct Wake: Comparable, Sendable {
    enum Cause: Comparable, Sendable {
        case escalation(AlertIndex)
        case rule(subject: SubjectIndex, rule: RuleIndex)
        /// An alert's present state is to be published.
        case publication(AlertIndex)
    }

    var at: Int64
    var cause: Cause

    static func < (left: Wake, right: Wake) -> Bool { (left.at, left.cause) < (right.at, right.cause) }
}
