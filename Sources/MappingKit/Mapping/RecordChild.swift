public import SafeguardingModel

/// The identity of a record's child as hashes: enough to recognise a different child, without any data of the child.
///
/// Each part is empty where the row does not state it, where the name is a stand-in for an unknown one, or where the
/// birth date is 1 January, which is given to many children.
public struct RecordChild: Hashable, Sendable {
    /// The agency's reference as `<alternative>:<hash>`, where the alternative is the place, from 0, in the mapping's
    /// `subject: { first: [...] }`: a hospital number is not compared with an NHS number.
    public var subject = ""
    /// The hash of given and family name together; empty where the row lacks either.
    public var name = ""
    /// The hash of the birth date as `2001-06-15`.
    public var born = ""

    public init(subject: String = "", name: String = "", born: String = "") {
        self.subject = subject
        self.name = name
        self.born = born
    }

    /// Makes the identity from an event's subject and child.
    public init(subject: String, child: JSONValue?) {
        func text(_ member: String) -> String { child?[member]?.string ?? "" }
        self.init(
            subject: subject,
            names: [text("givenName"), text("familyName")],
            born: text("born")
        )
    }

    init(subject: String, alternative: Int = 0, names: [String], born: String) {
        let isTold = names.allSatisfy { !$0.isEmpty && !StandIn.isOne($0) }
        self.subject = subject.isEmpty ? "" : "\(alternative):\(RecordChild.hash(RecordChild.folded(subject)))"
        name = isTold ? RecordChild.hash(names.map(RecordChild.folded).joined(separator: "\n")) : ""
        self.born = born.hasSuffix("-01-01") ? "" : RecordChild.hash(born)
    }

    /// Returns whether `other` is plainly a different child: the agency's references differ, or both name and birth
    /// date do.
    public func isOther(than other: RecordChild) -> Bool {
        if alternative == other.alternative, RecordChild.differ(subject, other.subject) { return true }
        return RecordChild.differ(name, other.name) && RecordChild.differ(born, other.born)
    }

    private var alternative: Substring { subject.prefix { $0 != ":" } }

    /// Returns the identity after a later row of the record; of its references it keeps the one that the mapping names
    /// first.
    public func updated(by later: RecordChild) -> RecordChild {
        let isBetter = !later.subject.isEmpty && (Int(later.alternative) ?? 0) <= (Int(alternative) ?? .max)
        return RecordChild(
            subject: isBetter ? later.subject : subject,
            name: later.name.isEmpty ? name : later.name,
            born: later.born.isEmpty ? born : later.born
        )
    }

    private static func differ(_ one: String, _ other: String) -> Bool {
        !one.isEmpty && !other.isEmpty && one != other
    }

    /// Returns the text without case and blanks, which do not make a different child.
    private static func folded(_ text: String) -> String { String(text.lowercased().filter { !$0.isWhitespace }) }

    private static func hash(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        var digest = ContentDigest()
        digest.append(text)
        return digest.text(bytes: 8)
    }
}

/// The parts of a mapping that identify the child of a row.
struct ChildTemplate: Sendable {
    var subject: ValueExpression?
    /// The given name, family name and birth date.
    var members: [MemberTemplate]

    init(_ common: MappingParser.Common, _ events: [EventTemplate]) {
        subject = common.subject ?? events.lazy.compactMap(\.subject).first
        let child = common.child.isEmpty ? events.first { !$0.child.isEmpty }?.child ?? [] : common.child
        members = child.filter { ["givenName", "familyName", "born"].contains($0.name) }
    }
}

extension EventTemplate {
    /// The columns from which references of the child are read.
    var referenceColumns: [CellReference] {
        let numbers = child.filter { ["nhsNumber", "upn", "pncId", "localAuthorityId"].contains($0.name) }
        return numbers.reduce(subject?.columns ?? []) { columns, member in
            guard case .text(let value) = member.part else { return columns }
            return columns + value.columns
        }
    }
}
