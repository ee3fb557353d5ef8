/// A page's values by name, for the templates.
///
/// The template engine by itself searches all fields of every enclosing value at each mention of a name, which took
/// most of a page's time. Here every value is read once.
enum PageValues {
    /// Returns dictionaries in place of structures, at every depth, but a value with a description of its own
    /// unchanged; nil for a missing value.
    static func of(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { of($0.value) }
        case .collection: return mirror.children.compactMap { of($0.value) }
        case .struct where !(value is any CustomStringConvertible): return members(mirror)
        default: return value
        }
    }

    private static func members(_ mirror: Mirror) -> [String: Any] {
        var members: [String: Any] = [:]
        for case let (label?, value) in mirror.children { members[label] = of(value) }
        return members
    }
}
