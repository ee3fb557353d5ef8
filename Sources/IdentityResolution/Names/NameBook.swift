public import StrictYAML

/// What `Config/names.yaml` says of names: which are forms of one another, which are names of their own, which are rare.
public struct NameBook: Hashable, Sendable {
    /// Each a name with its short and pet forms.
    public var groups: [[String]] = []
    /// Names that are no typing error of another: Ella is not a mistyped Ellie.
    public var known: [String] = []
    /// By how many points more (rare) or fewer (frequent) a given name's agreement weighs than the average name's.
    public var givenPoints: [String: Int] = [:]
    /// The same for family names.
    public var familyPoints: [String: Int] = [:]

    public init() {}

    /// Reads `names.yaml`; an unknown key or word is an error with its line.
    public init(parsing text: String, file: String) throws(YAMLFault) {
        let root = try YAMLNode(parsing: text, file: file).mapping(of: ["names", "forms", "known", "frequencies"])
        _ = try root.required("names").integer(in: 1...1)
        for group in try root["forms"]?.list() ?? [] { groups.append(try group.strings()) }
        known = try root["known"]?.strings() ?? []
        if let frequencies = try root["frequencies"]?.mapping(of: ["given", "family"]) {
            givenPoints = try NameBook.points(frequencies["given"])
            familyPoints = try NameBook.points(frequencies["family"])
        }
    }

    private static func points(_ node: YAMLNode?) throws(YAMLFault) -> [String: Int] {
        guard let node else { return [:] }
        var points: [String: Int] = [:]
        for entry in try node.openMapping().entries { points[entry.key] = try entry.value.integer(in: -120...120) }
        return points
    }
}
