/// The columns that a mapping reads, in the order in which it first names them.
public struct Columns: Sendable {
    /// A reference to one of the columns.
    struct Reference: Hashable, Sendable {
        let index: Int
    }

    private(set) var names: [ColumnName] = []
    /// The path of each column in a JSON object: the parts of its name between dots.
    private(set) var paths: [[String]] = []
    /// Columns that an export may lack altogether.
    private(set) var optional: Set<ColumnName> = []

    public init(_ names: [String] = [], optional: [String] = []) {
        for name in names { _ = reference(to: name) }
        self.optional = Set(optional.map(ColumnName.init))
    }

    mutating func reference(to name: String) -> Reference {
        let name = ColumnName(name)
        if let index = names.firstIndex(of: name) { return Reference(index: index) }
        names.append(name)
        paths.append(Columns.path(of: name.text))
        return Reference(index: names.count - 1)
    }

    mutating func allowMissing(_ names: [String]) {
        optional.formUnion(names.map(ColumnName.init))
    }

    /// Returns the path of a name: `child.name` is the member `name` of the member `child`.
    static func path(of name: String) -> [String] {
        name.split(separator: ".").map(String.init)
    }

    func name(of reference: Reference) -> String { names[reference.index].text }
}
