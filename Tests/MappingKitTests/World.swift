import EventFormat
import MappingKit
import SafeguardingModel
import StrictYAML
import Testing

/// The result of reading a file: rows as their cells, errors as their codes.
struct Read: Equatable {
    var rows: [[String]] = []
    var lines: [Int] = []
    var rejected: [String] = []
    var fault: String?
}

func read(
    _ bytes: [UInt8],
    columns: [String],
    dialect: CSVDialect = CSVDialect(),
    limits: RowLimits = RowLimits(),
    cuts: [Int] = []
) -> Read {
    var rows = CSVRows(columns: Columns(columns), dialect: dialect, limits: limits)
    var read = Read()
    func note(_ items: [RowItem]) {
        for item in items {
            switch item {
            case .row(let row):
                read.rows.append(row.cells)
                read.lines.append(row.line)
            case .rejected(let rejection): read.rejected.append("\(rejection.line):\(rejection.code.rawValue)")
            }
        }
    }
    do throws(ExportError) {
        var start = 0
        for cut in cuts + [bytes.count] {
            note(try rows.feed(bytes[start..<cut]))
            start = cut
        }
        note(try rows.finish())
    } catch {
        read.fault = error.code.rawValue
    }
    return read
}

func read(_ text: String, columns: [String], dialect: CSVDialect = CSVDialect()) -> Read {
    read(Array(text.utf8), columns: columns, dialect: dialect)
}

/// A small mapping of concerns, to which a test adds what it is about.
func concernMapping(
    dates: String = "[dd/MM/yyyy HH:mm, dd/MM/yyyy]",
    more: String = "",
    event: String = "",
    format: String = "csv"
) throws(YAMLError) -> Mapping {
    try Mapping(
        parsing: """
            mapping: notes
            match: "notes_*.csv"
            format: \(format)
            dates: \(dates)
            key: { reference: Ref }
            subject: Child
            child: { localAuthorityId: Child }
            \(more)
            events:
              - type: concern.observed
                time: Seen
                data:
                  indicators: Sign
            \(event)
            """,
        file: "notes.yaml"
    )
}

let exported = Instant(seconds: 1_767_603_600)  // 2026-01-05T09:00:00Z

/// Everything that a file makes of a mapping.
func outcomes(_ mapping: Mapping, _ text: String) throws -> [Outcome] {
    var rows = SourceRows(mapping)
    var mapper = Mapper(mapping, agency: "sample-agency")
    var outcomes: [Outcome] = []
    for item in try rows.feed(Array(text.utf8)) + rows.finish() {
        switch item {
        case .row(let row): outcomes += mapper.map(row, exported: exported)
        case .rejected(let rejection): outcomes.append(.rejected(rejection))
        }
    }
    return outcomes
}

extension Outcome {
    var event: MappedEvent? { if case .event(let event) = self { event } else { nil } }
    var rejection: RowError? { if case .rejected(let rejection) = self { rejection } else { nil } }
    var absent: AbsentEvent? { if case .absent(let absent) = self { absent } else { nil } }
}

extension MappedEvent {
    subscript(name: String) -> JSONValue? { document["data"]?[name] }
    var time: String? { document["time"]?.string }
}

/// The sentence of a fault in a mapping file.
func complaint(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return "no complaint"
}
