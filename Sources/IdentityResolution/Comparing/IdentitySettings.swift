public import StrictYAML

/// What `Config/identity.yaml` and `Config/names.yaml` say: what agreements weigh, when records are joined, when a
/// person is asked, and when a shared value joins nobody.
public struct IdentitySettings: Hashable, Sendable {
    /// A value that suffices to take two records for one child, unless a guard speaks against it.
    public enum Identifier: String, Hashable, Sendable, CaseIterable {
        case nhsNumber = "nhs-number"
        case upn
        case pncId = "pnc-id"
        case nameAndBirthDate = "name-and-birth-date"
    }

    /// Points: ten double the odds.
    public struct Thresholds: Hashable, Sendable {
        /// From here on two records are one child without asking.
        public var same = 270
        /// From here on a person is asked; below they are two.
        public var ask = 170
        /// Of two children that a record might be, the better must be so far ahead, or a person is asked.
        public var lead = 60

        public init() {}
    }

    /// What suffices.
    public var linkBy: [Identifier] = Identifier.allCases
    public var thresholds = Thresholds()
    public var weights = Weights()
    public var names = NameBook()
    /// A number that more records carry than this belongs to nobody in particular and joins nobody.
    public var mostRecords = 40
    /// A record with more different names, birth dates or numbers of one sort than this is a collecting box, not a
    /// child ("unknown", "0"), and is joined by people only.
    public var mostValues = 8
    /// Records that agree in one rough trait (a name's sound with a birth date) are compared while they are not more.
    public var mostCandidates = 100
    /// A home with more different birth dates than this is not a family's, and says nothing.
    public var mostChildrenAtHome = 6
    /// Birth dates that are written where none is known: to agree in one suffices for nothing.
    public var defaultBirthDates = BirthDates.usual
    /// What stands in a name's place where nobody knows it.
    public var placeholders = IdentitySettings.usualPlaceholders
    /// How adults are compared.
    public var people = AdultSettings()

    public static let usualPlaceholders = [
        "unknown", "not known", "unk", "n/a", "none", "nil", "test", "baby", "unborn", "infant", "child", "anonymous",
        "tbc",
    ]

    public init() {}

    /// Reads `identity.yaml`, and `names.yaml` where there is one; an unknown key or word is an error with its line.
    public init(parsing text: String, file: String, names: (text: String, file: String)? = nil) throws(YAMLFault) {
        try self.init(YAMLNode(parsing: text, file: file))
        if let names { self.names = try NameBook(parsing: names.text, file: names.file) }
    }

    public init(_ node: YAMLNode) throws(YAMLFault) {
        let root = try node.mapping(of: [
            "identity", "linkBy", "thresholds", "weights", "guards", "placeholders", "people",
        ])
        _ = try root.required("identity").integer(in: 1...1)
        linkBy = try IdentitySettings.identifiers(root.required("linkBy"))
        if let node = root["thresholds"] { try readThresholds(node) }
        if let node = root["weights"] { weights = try Weights(node) }
        if let node = root["guards"] { try readGuards(node) }
        placeholders = try root["placeholders"]?.strings() ?? placeholders
        if let node = root["people"] { people = try AdultSettings(node) }
    }

    private mutating func readThresholds(_ node: YAMLNode) throws(YAMLFault) {
        let map = try node.mapping(of: ["same", "ask", "lead"])
        thresholds.same = try map["same"]?.integer(in: 0...2_000) ?? thresholds.same
        thresholds.ask = try map["ask"]?.integer(in: 0...2_000) ?? thresholds.ask
        thresholds.lead = try map["lead"]?.integer(in: 0...1_000) ?? thresholds.lead
        guard thresholds.ask <= thresholds.same else {
            throw node.fault("'ask' is \(thresholds.ask) and must not be above 'same', which is \(thresholds.same)")
        }
    }

    private mutating func readGuards(_ node: YAMLNode) throws(YAMLFault) {
        let map = try node.mapping(of: [
            "mostRecords", "mostValues", "mostCandidates", "mostChildrenAtHome", "defaultBirthDates",
        ])
        if let node = map["defaultBirthDates"] {
            guard let dates = BirthDates(try node.strings()) else {
                throw node.fault("expected days such as \"01-01\" (of every year) or \"2000-07-01\"")
            }
            defaultBirthDates = dates
        }
        mostRecords = try map["mostRecords"]?.integer(in: 2...100_000) ?? mostRecords
        mostValues = try map["mostValues"]?.integer(in: 1...RecordStore.boundOfValues) ?? mostValues
        mostCandidates = try map["mostCandidates"]?.integer(in: 2...10_000) ?? mostCandidates
        mostChildrenAtHome = try map["mostChildrenAtHome"]?.integer(in: 1...1_000) ?? mostChildrenAtHome
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
