public import StrictYAML

/// The settings of `Config/identity.yaml` and `Config/names.yaml`: the weight of each agreement, when records are
/// joined, when a person is asked, and when a shared value joins nobody.
public struct IdentitySettings: Hashable, Sendable {
    /// A value that suffices to join two records, unless a guard forbids it.
    public enum Identifier: String, Hashable, Sendable, CaseIterable {
        case nhsNumber = "nhs-number"
        case upn
        case pncId = "pnc-id"
        case nameAndBirthDate = "name-and-birth-date"
    }

    /// Thresholds in points; ten points double the odds.
    public struct Thresholds: Hashable, Sendable {
        /// The points from which two records are joined without asking.
        public var same = 270
        /// The points from which a person is asked; below them two records are two children.
        public var ask = 170
        /// The lead in points of the likeliest of two possible children that a record needs, or a person is asked.
        public var lead = 60

        public init() {}
    }

    /// The identifiers that suffice.
    public var linkBy: [Identifier] = Identifier.allCases
    /// The points at which records are joined, or a person is asked.
    public var thresholds = Thresholds()
    /// The points of each level of agreement.
    public var weights = Weights()
    /// The content of `names.yaml`; empty where a site has none.
    public var names = NameBook()
    /// The most records with one number; with more it identifies nobody and joins nobody.
    public var mostRecords = 40
    /// The most different names, birth dates or numbers of one kind in a record. One with more is a catch-all
    /// ("unknown", "0"), not a child, and only people join it.
    public var mostValues = 8
    /// The most records with one rough trait (a name's sound with a birth date) that are compared because of it.
    public var mostCandidates = 100
    /// The most different birth dates at one home; a home with more is not a family's, and is no evidence.
    public var mostChildrenAtHome = 6
    /// The most records of one agency with one birth date, or one day of every year, beyond three to six times chance;
    /// a date with more is written where none is known.
    public var mostBornOnOneDay = 4
    /// Birth dates that are used where none is known: agreement in one is never enough.
    public var defaultBirthDates = BirthDates.usual
    /// Words used in place of a name that nobody knows, beside those that ``StandIn`` knows.
    public var placeholders = IdentitySettings.usualPlaceholders
    /// The settings for comparing adults.
    public var people = AdultSettings()

    /// The placeholders of a site that states none of its own; compared as folded words.
    public static let usualPlaceholders = ["baby", "unborn", "infant", "child"]

    public init() {}

    /// Reads `identity.yaml`, and `names.yaml` where there is one.
    ///
    /// - Throws: the first fault of either file, with its line: an unknown key or word, or a number out of range.
    public init(parsing text: String, file: String, names: (text: String, file: String)? = nil) throws(YAMLError) {
        try self.init(YAMLNode(parsing: text, file: file))
        if let names { self.names = try NameBook(parsing: names.text, file: names.file) }
    }

    /// Reads the content of `identity.yaml`; absent settings keep their defaults, `linkBy` is required.
    ///
    /// - Throws: the first fault, with its line.
    public init(_ node: YAMLNode) throws(YAMLError) {
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

    private mutating func readThresholds(_ node: YAMLNode) throws(YAMLError) {
        let map = try node.mapping(of: ["same", "ask", "lead"])
        thresholds.same = try map["same"]?.integer(in: 0...2_000) ?? thresholds.same
        thresholds.ask = try map["ask"]?.integer(in: 0...2_000) ?? thresholds.ask
        thresholds.lead = try map["lead"]?.integer(in: 0...1_000) ?? thresholds.lead
        guard thresholds.ask <= thresholds.same else {
            throw node.fault("'ask' is \(thresholds.ask) and must not be above 'same', which is \(thresholds.same)")
        }
    }

    private mutating func readGuards(_ node: YAMLNode) throws(YAMLError) {
        let map = try node.mapping(of: [
            "mostRecords", "mostValues", "mostCandidates", "mostChildrenAtHome", "mostBornOnOneDay",
            "defaultBirthDates",
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
        mostBornOnOneDay = try map["mostBornOnOneDay"]?.integer(in: 1...100_000) ?? mostBornOnOneDay
    }

    private static func identifiers(_ node: YAMLNode) throws(YAMLError) -> [Identifier] {
        var found: [Identifier] = []
        for item in try node.list() {
            let identifier = try item.choice(Identifier.self)
            guard !found.contains(identifier) else { throw item.fault("'\(identifier.rawValue)' stands twice") }
            found.append(identifier)
        }
        return found
    }
}
