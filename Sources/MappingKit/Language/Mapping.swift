public import SafeguardingModel
public import StrictYAML

/// A mapping from the rows of one kind of export to events: a file that an agency's analyst writes.
///
/// `Docs/adding-an-agency.md` explains the language; every error in a mapping names its line.
///
/// ## Topics
/// - ``Mapping/init(parsing:file:)``
/// - ``SourceRows``, ``Mapper``, ``Revisions``
public struct Mapping: Sendable {
    /// A part of every event's id: it must not change once events have been sent.
    public let name: String
    /// The mapping's name for people; the same as ``name`` where the file gives none.
    public let title: String
    /// The second part of the events' `source` after the agency: `compact`.
    public let system: String
    /// The names of files to which the mapping applies.
    public let match: [NamePattern]
    /// The form of the export's files.
    public let format: Format
    /// The time zone of the export's times that state no offset; London where the file names none.
    public let zone: Zone
    /// Whether an export always contains every record, so that a missing record has been withdrawn.
    public let isFull: Bool
    /// Example exports beside the mapping, each with a file of its expected events.
    public let samples: [String]

    let dates: [DateFormat]
    let key: RecordKeyTemplate
    let emptyWords: [String]
    let required: [CellReference]
    let checks: [RowCheck]
    let events: [EventTemplate]
    let columns: Columns
    /// The parts of a row that distinguish one child from another.
    let about: ChildTemplate

    /// The forms of exports that can be read.
    public enum Format: Hashable, Sendable {
        /// Rows of cells under a header row.
        case csv(CSVDialect)
        /// An array of objects, or one object.
        case json
        /// One object a line.
        case jsonLines
    }

    /// Reads the text of a mapping file; `file` is its path, for faults.
    ///
    /// - Throws: the first fault, with its line: an unknown key, word or field, or a field that the bus requires and
    ///   the mapping does not fill.
    public init(parsing text: String, file: String) throws(YAMLError) {
        self = try Mapping(YAMLNode(parsing: text, file: file))
    }

    /// Returns whether the mapping applies to a file of this name.
    public func matches(_ fileName: String) -> Bool {
        match.contains { $0.matches(fileName) }
    }
}

/// The columns that distinguish one record of a system from every other.
struct RecordKeyTemplate: Sendable {
    var columns: [CellReference]
    /// Whether the key is one reference number that may be part of an id as it is; any other key is hashed.
    var isReference: Bool
    /// The columns of the key in which a stand-in for an unknown reference counts as empty. The other columns are
    /// excluded, because a plain number among several columns may well be 0.
    var references: Set<CellReference> = []
}
