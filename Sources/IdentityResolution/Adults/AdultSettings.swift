internal import StrictYAML

/// The fields by which two adults are compared.
public enum AdultField: String, Hashable, Sendable, CaseIterable {
    case givenName = "given-name"
    case familyName = "family-name"
    case nickname, handle, phone, vehicle, born, age, address, child

    /// The levels that have a weight, in the order in which people read them.
    var levels: [Level] {
        switch self {
        case .givenName: [.same, .form, .close, .different]
        case .familyName: [.same, .part, .close, .different]
        case .nickname: [.same, .part]
        case .handle, .phone, .vehicle: [.close]
        case .born: [.same, .swapped, .close, .different]
        case .age: [.same, .different]
        case .address: [.same]
        case .child: [.same]
        }
    }

    /// The field's name for people.
    var title: String {
        switch self {
        case .givenName: "given name"
        case .familyName: "family name"
        case .handle: "online name"
        case .phone: "phone number"
        case .born: "birth date"
        default: rawValue
        }
    }
}

/// The settings under `people` of `identity.yaml`: when two adults named by agencies are shown as possibly one.
///
/// No threshold joins adults: only a person does.
public struct AdultSettings: Hashable, Sendable {
    /// The points from which a pair is shown; ten points double the odds.
    public var ask = 120
    /// The most different names with one number or online name; with more it identifies nobody.
    public var mostNames = 4
    /// The most adults with one rough trait who are compared because of it.
    public var mostCandidates = 50
    /// Words that are used in place of a name.
    public var words = AdultSettings.usualWords
    private var points: [AdultField: [Level: Int]] = AdultSettings.usual

    public init() {}

    subscript(field: AdultField, level: Level) -> Int {
        get { points[field]?[level] ?? 0 }
        set { points[field, default: [:]][level] = newValue }
    }

    static let usual: [AdultField: [Level: Int]] = [
        .givenName: [.same: 60, .form: 40, .close: 35, .different: -40],
        .familyName: [.same: 85, .part: 55, .close: 60, .different: -40],
        .nickname: [.same: 60, .part: 60],
        .handle: [.close: 75],
        .phone: [.close: 80],
        .vehicle: [.close: 70],
        .born: [.same: 125, .swapped: 70, .close: 60, .different: -80],
        .age: [.same: 15, .different: -50],
        .address: [.same: 75],
        .child: [.same: 60],
    ]

    /// The words of a site that states none of its own; compared as folded words.
    public static let usualWords = [
        "a", "an", "the", "and", "unknown", "unidentified", "not", "known", "adult", "adults", "male", "males",
        "female",
        "females", "man", "men", "woman", "women", "boy", "girl", "person", "people", "persons", "friend", "friends",
        "boyfriend", "girlfriend", "partner", "uncle", "aunt", "cousin", "brother", "sister", "father", "mother", "dad",
        "mum", "stepfather", "stepmother", "older", "old", "young", "younger", "somebody", "someone", "stranger",
        "associate", "associates", "driver", "group", "of", "with", "in", "his", "her", "their", "car", "taxi", "mr",
        "mrs", "ms", "miss", "dr", "white", "black", "asian", "tall", "short", "aged", "about", "approx", "years",
        "year", "suspect", "offender", "subject", "worker", "neighbour", "named", "called", "aka",
    ]

    /// Reads `people` of `identity.yaml`; absent settings keep their defaults.
    init(_ node: YAMLNode) throws(YAMLError) {
        let map = try node.mapping(of: ["ask", "mostNames", "mostCandidates", "words", "weights"])
        ask = try map["ask"]?.integer(in: 0...2_000) ?? ask
        mostNames = try map["mostNames"]?.integer(in: 1...1_000) ?? mostNames
        mostCandidates = try map["mostCandidates"]?.integer(in: 2...10_000) ?? mostCandidates
        words = try map["words"]?.strings() ?? words
        guard let fields = try map["weights"]?.mapping(of: AdultField.allCases.map(\.rawValue)) else { return }
        for field in AdultField.allCases {
            guard let levels = try fields[field.rawValue]?.mapping(of: field.levels.map(\.word)) else { continue }
            for level in field.levels {
                if let node = levels[level.word] { self[field, level] = try node.integer(in: -1_000...1_000) }
            }
        }
    }

    var foldedWords: Set<String> { Set(words.map(folded)) }
}
