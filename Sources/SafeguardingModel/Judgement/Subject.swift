/// The child, or the shared person, place or thing, that a finding is about.
public enum Subject: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    case child(ChildID)
    /// An adult, by the link key that names them in the journal first.
    case person(LinkKey)
    case place(LinkKey)

    public var description: String {
        switch self {
        case .child(let id): "child \(id)"
        case .person(let key): "person \(key)"
        case .place(let key): "place \(key)"
        }
    }

    /// The child; nil if it is about a person or a place that several children share.
    public var child: ChildID? { if case .child(let id) = self { id } else { nil } }

    /// By kind and id: a fixed order without a meaning.
    public static func < (left: Subject, right: Subject) -> Bool { left.description < right.description }
}
