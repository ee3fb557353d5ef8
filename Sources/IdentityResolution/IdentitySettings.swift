public import StrictYAML

/// What `Config/identity.yaml` says: by what records are joined, and when a shared value joins nobody.
public struct IdentitySettings: Hashable, Sendable {
    /// A value by which two records may be taken for one child.
    public enum Identifier: String, Hashable, Sendable, CaseIterable {
        case nhsNumber = "nhs-number"
        case upn
        case pncId = "pnc-id"
        case nameAndBirthDate = "name-and-birth-date"
    }

    /// Strongest first.
    public var linkBy: [Identifier] = Identifier.allCases
    /// A value that more records carry than this belongs to nobody in particular and joins nobody.
    public var mostRecords = 500
    /// A record with more different names, birth dates or numbers of one sort than this is a collecting box, not a
    /// child ("unknown", "0"), and is joined by people only.
    public var mostValues = 8
    /// What stands in a name's place where nobody knows it.
    public var placeholders = IdentitySettings.usualPlaceholders

    public static let usualPlaceholders = [
        "unknown", "not known", "unk", "n/a", "none", "nil", "test", "baby", "unborn", "infant", "child", "anonymous",
        "tbc",
    ]

    public init() {}

    /// Reads `identity.yaml`; an unknown key or word is an error with its line.
    public init(parsing text: String, file: String) throws(YAMLFault) {
        try self.init(YAMLNode(parsing: text, file: file))
    }

    public init(_ node: YAMLNode) throws(YAMLFault) {
        let root = try node.mapping(of: ["identity", "linkBy", "guards", "placeholders"])
        _ = try root.required("identity").integer(in: 1...1)
        linkBy = try IdentitySettings.identifiers(root.required("linkBy"))
        if let guards = try root["guards"]?.mapping(of: ["mostRecords", "mostValues"]) {
            mostRecords = try guards["mostRecords"]?.integer(in: 2...100_000) ?? mostRecords
            mostValues = try guards["mostValues"]?.integer(in: 1...Record.boundOfValues) ?? mostValues
        }
        placeholders = try root["placeholders"]?.strings() ?? placeholders
    }

    private static func identifiers(_ node: YAMLNode) throws(YAMLFault) -> [Identifier] {
        var found: [Identifier] = []
        for item in try node.list() {
            let identifier = try item.choice(Identifier.self)
            guard !found.contains(identifier) else { throw item.fault("'\(identifier.rawValue)' stands twice") }
            found.append(identifier)
        }
        return found
    }
}

extension IdentitySettings.Identifier {
    var scheme: Mark.Scheme {
        switch self {
        case .nhsNumber: .nhsNumber
        case .upn: .upn
        case .pncId: .pncId
        case .nameAndBirthDate: .nameAndBirth
        }
    }
}
