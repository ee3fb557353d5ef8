public import SafeguardingModel

/// The identity of a record's child as hashes: enough to recognise a different child, without any data of the child.
///
/// Each part is empty where the row does not state it.
public struct RecordChild: Hashable, Sendable {
    /// The agency's reference as `<alternative>:<hash>`, where the alternative is the place, from 0, in the mapping's
    /// `subject: { first: [...] }`: a hospital number is not compared with an NHS number.
    public var subject = ""
    /// The hashes of given and family name as `<hash>.<hash>`, `~` for a name such as `unknown`.
    public var name = ""
    /// The hash of the birth date as `2001-06-15`; after `~` where it is 1 January, which is given to many children.
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
        let isTold = !subject.isEmpty && !StandIn.isOne(subject)
        self.subject = isTold ? "\(alternative):\(RecordChild.hash(RecordChild.folded(subject)))" : ""
        if names.contains(where: { !$0.isEmpty }) { name = names.map(RecordChild.part).joined(separator: ".") }
        self.born = (born.hasSuffix("-01-01") ? RecordChild.standIn : "") + RecordChild.hash(born)
    }

    /// Returns whether this later row is plainly about a different child than an earlier one: the agency's references
    /// differ, or both name and birth date do.
    ///
    /// Two birth dates of 1 January do not agree, so that two names without a part in common suffice. Where one name is
    /// a stand-in, two birth dates suffice, unless the earlier row said nothing of the child: then it becomes known.
    public func isOther(than earlier: RecordChild) -> Bool {
        if alternative == earlier.alternative, RecordChild.differ(subject, earlier.subject) { return true }
        guard !born.isEmpty, !earlier.born.isEmpty else { return false }
        let known = zip(names, earlier.names).filter { RecordChild.isKnown($0) && RecordChild.isKnown($1) }
        let (differs, agrees) = (known.contains { $0 != $1 }, known.contains { $0 == $1 })
        if born == earlier.born { return born.hasPrefix(RecordChild.standIn) && differs && !agrees }
        if differs || agrees { return differs }
        guard (names + earlier.names).contains(where: { $0 == RecordChild.standIn }) else { return false }
        return earlier.names.contains(where: RecordChild.isKnown)
            || ![born, earlier.born].contains { $0.hasPrefix(RecordChild.standIn) }
    }

    /// The mark of a name that says that there is none, and of a birth date that is given where none is known.
    private static let standIn = "~"

    /// The hashes of given and family name; none where the row states neither.
    private var names: [Substring] {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 ? parts : []
    }

    private static func isKnown(_ part: Substring) -> Bool { !part.isEmpty && part != standIn }

    private static func part(_ name: String) -> String { StandIn.isName(name) ? standIn : hash(folded(name)) }

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
