/// A moment at which something may change by time alone.
struct Wake: Comparable, Sendable {
    enum Cause: Comparable, Sendable {
        case alert(Int32)
        case rule(child: Int32, rule: Int32)
        /// An alert's present state is to be published.
        case telling(Int32)
    }

    var at: Int64
    var cause: Cause

    static func < (left: Wake, right: Wake) -> Bool { (left.at, left.cause) < (right.at, right.cause) }
}
