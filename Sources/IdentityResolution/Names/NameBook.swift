public import StrictYAML

/// The content of `Config/names.yaml`: names that are forms of one another, names of their own, and rare names.
public struct NameBook: Hashable, Sendable {
    /// Groups of one name with its short and pet forms.
    public var groups: [[String]] = []
    /// Names that are not typing errors of others: Ella is not a mistyped Ellie.
    public var known: [String] = []
    /// Points by which a given name's agreement weighs more (rare) or less (frequent) than the average name's.
    public var givenPoints: [String: Int] = [:]
    /// The same for family names.
    public var familyPoints: [String: Int] = [:]

    public init() {}

    /// Reads `names.yaml`.
    ///
    /// - Throws: the first fault, with its line: an unknown key or word, or a number out of range.
    public init(parsing text: String, file: String) throws(YAMLError) {
        let root = try YAMLNode(parsing: text, file: file).mapping(of: ["names", "forms", "known", "frequencies"])
        _ = try root.required("names").integer(in: 1...1)
        for group in try root["forms"]?.list() ?? [] { groups.append(try group.strings()) }
        known = try root["known"]?.strings() ?? []
        if let frequencies = try root["frequencies"]?.mapping(of: ["given", "family"]) {
            givenPoints = try NameBook.points(frequencies["given"])
            familyPoints = try NameBook.points(frequencies["family"])
        }
    }

    private static func points(_ node: YAMLNode?) throws(YAMLError) -> [String: Int] {
        guard let node else { return [:] }
        var points: [String: Int] = [:]
        for entry in try node.openMapping().entries { points[entry.key] = try entry.value.integer(in: -120...120) }
        return points
    }
}
