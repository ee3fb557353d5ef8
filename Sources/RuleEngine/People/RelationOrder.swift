import SafeguardingModel
public import StrictYAML

/// The relations of an adult or another child to a child that rules tell apart.
public enum PersonRelation: String, Hashable, Sendable, CaseIterable {
    /// On a register, or listed no later than a year afterwards.
    case listed
    /// Called a person of concern by an agency.
    case declared
    /// Listed or called so once, and no longer.
    case formerly = "formerly-of-concern"
    case professional, family, carer
    /// Of age by a birth date, an age, a role or the words of an agency.
    case adult
    /// Under age by every birth date and age that is told, or known to the bus as a child.
    case child
    /// Called a friend; nothing is known of the age.
    case friend
    case unknown

    init(_ relation: Relation) {
        self =
            switch relation {
            case .ofConcern: .declared
            case .professional: .professional
            case .family: .family
            case .carer: .carer
            case .friend: .friend
            }
    }
}

/// The content of `Config/relations.yaml`: which relation decides where several are true of one person, and what each
/// means for judgement.
public struct RelationOrder: Hashable, Sendable {
    /// Whether a person with a relation is a sign.
    public enum Weight: String, Hashable, Sendable, CaseIterable { case counts, silent }

    /// One relation with its meaning.
    public struct Line: Hashable, Sendable {
        public var relation: PersonRelation
        /// For the pattern `foundAgain`.
        public var foundWith: Weight
        /// For the pattern `shared`.
        public var shared: Weight
    }

    /// Each relation once; the first that is true of a person decides.
    public let lines: [Line]

    /// The order of a site without the file.
    public static let usual = RelationOrder(
        lines: PersonRelation.allCases.map { relation in
            switch relation {
            case .professional, .family, .carer, .child: Line(relation: relation, foundWith: .silent, shared: .silent)
            case .friend: Line(relation: relation, foundWith: .silent, shared: .counts)
            case .listed, .declared, .formerly, .adult, .unknown:
                Line(relation: relation, foundWith: .counts, shared: .counts)
            }
        }
    )

    private init(lines: [Line]) { self.lines = lines }

    subscript(relation: PersonRelation) -> Line {
        lines.first { $0.relation == relation } ?? Line(relation: relation, foundWith: .counts, shared: .counts)
    }

    /// Reads `relations.yaml`.
    ///
    /// - Throws: ``YAMLError`` at the line of an unknown word, a relation that is there twice or not at all, or an order
    ///   by which a person of concern would be nobody's business.
    public init(parsing text: String, file: String) throws(YAMLError) {
        let root = try YAMLNode(parsing: text, file: file).mapping(of: ["relations", "order"])
        _ = try root.required("relations").integer(in: 1...1)
        let list = try root.required("order")
        var lines: [Line] = []
        for item in try list.list() {
            let line = try RelationOrder.line(item)
            if lines.contains(where: { $0.relation == line.relation }) {
                throw item.fault(
                    "the relation '\(line.relation.rawValue)' stands here twice; the first that is true decides"
                )
            }
            if lines.count < 2, !line.relation.isOfConcern {
                throw item.fault("'listed' and 'declared' come first: nothing outweighs that somebody is of concern")
            }
            lines.append(line)
        }
        let missing = PersonRelation.allCases.filter { one in !lines.contains { $0.relation == one } }
        if let first = missing.first { throw list.fault("the relation '\(first.rawValue)' is missing") }
        guard lines.last?.relation == .unknown else {
            throw list.fault("'unknown' comes last: it is true of everybody, and nothing after it would be read")
        }
        self.init(lines: lines)
    }

    private static func line(_ node: YAMLNode) throws(YAMLError) -> Line {
        let mapping = try node.mapping(of: ["relation", "foundWith", "shared", "because"])
        let relation = try mapping.required("relation").choice(PersonRelation.self)
        let foundWith = try mapping.required("foundWith").choice(Weight.self)
        let shared = try mapping.required("shared").choice(Weight.self)
        guard try !mapping.required("because").string().isEmpty else {
            throw node.fault("'because' says for a colleague why '\(relation.rawValue)' stands where it does")
        }
        let always = relation.isOfConcern || relation == .unknown
        guard !always && relation != .formerly || shared == .counts, !always || foundWith == .counts else {
            throw node.fault("'\(relation.rawValue)' always counts there: a child may be in danger by it")
        }
        return Line(relation: relation, foundWith: foundWith, shared: shared)
    }
}

extension PersonRelation {
    fileprivate var isOfConcern: Bool { self == .listed || self == .declared }
}
