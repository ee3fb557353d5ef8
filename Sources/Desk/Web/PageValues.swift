/// A page's values by their names, as templates ask for them.
///
/// Left to itself the template engine looks through all fields of every value around each time that a name is mentioned:
/// most of the time that a page took. Here every value is looked through once.
enum PageValues {
    /// Dictionaries in place of structures, all the way down; what says itself how it reads stays as it is. Nil for a value
    /// that is not there.
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
