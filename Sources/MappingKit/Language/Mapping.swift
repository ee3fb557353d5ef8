public import SafeguardingModel
public import StrictYAML

/// How the rows of one kind of export become events: a file that an agency's analyst writes.
///
/// `Docs/adding-an-agency.md` explains the language; every error in a mapping names its line.
///
/// ## Topics
/// - ``Mapping/init(parsing:file:)``
/// - ``SourceRows``, ``Mapper``, ``Revisions``
public struct Mapping: Sendable {
    /// Part of every event's id: never change it while events of it are out.
    public let name: String
    public let title: String
    /// The second part of the events' `source`: `compact`.
    public let system: String
    /// The files that it is for.
    public let match: [NamePattern]
    public let format: Format
    public let zone: Zone
    /// Whether an export always holds every record, so that a record that is gone has been taken back.
    public let isFull: Bool
    /// Files beside the mapping that show what it does; each has its expected events beside it.
    public let samples: [String]

    let dates: [DateFormat]
    let key: RecordKeyTemplate
    let emptyWords: [String]
    let required: [CellReference]
    let checks: [RowCheck]
    let events: [EventTemplate]
    let columns: Columns
    /// By what one child is told from another.
    let about: ChildTemplate

    public enum Format: Hashable, Sendable {
        case csv(CSVDialect)
        case json
        case jsonLines
    }

    /// Reads a mapping file.
    public init(parsing text: String, file: String) throws(YAMLFault) {
        self = try Mapping(YAMLNode(parsing: text, file: file))
    }

    /// Whether it is for a file of this name.
    public func matches(_ fileName: String) -> Bool {
        match.contains { $0.matches(fileName) }
    }
}

/// What tells one record of a system from every other.
struct RecordKeyTemplate: Sendable {
    var columns: [CellReference]
    /// Whether it is one reference number that may stand in an id as it is; otherwise it is hashed.
    var isReference: Bool
    /// Those of its columns in which a word that stands for an unknown reference is none: a plain number among several
    /// columns may well be 0.
    var references: Set<CellReference> = []
}
