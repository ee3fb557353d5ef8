import DaemonKit
import MappingKit
import SafeguardingModel

/// One row of a CSV file of people.
struct FileRecord {
    let id: String
    let key: RecordKey
    let person: PersonRecord
    /// The digits of a birth date that no calendar has; nil for any other.
    let writtenDate: UInt64?
}

/// A CSV file of people, read by a map of its columns.
struct RecordFile {
    let records: [FileRecord]

    init(path: String, map: ColumnMap, agency fallback: String) throws {
        let names = map.required
        let optional = map.isGiven ? [] : names.filter { $0 != map.id }
        let rows = try CSVFile.rows(path, required: map.isGiven ? names : [map.id], optional: optional)
        guard !rows.isEmpty else {
            throw CommandError("\(path): there is no row under the header, so there is nothing to compare")
        }
        var seen: Set<String> = []
        records = try rows.map { line, cells in
            let record = RecordFile.record(cells, map, fallback)
            guard !record.id.isEmpty else { throw CommandError("\(path):\(line): this row has no '\(map.id)'") }
            guard seen.insert(record.id).inserted else {
                throw CommandError(
                    "\(path):\(line): this row has the '\(map.id)' of an earlier one; each id is one row's"
                )
            }
            return record
        }
    }

    private static func record(_ cells: [String: String], _ map: ColumnMap, _ fallback: String) -> FileRecord {
        func value(_ field: String) -> String {
            (map.columns[field] ?? []).compactMap { cells[$0] }.filter { !$0.isEmpty }.joined(separator: " ")
        }
        var person = PersonRecord()
        person.givenName = value("givenName")
        person.familyName = value("familyName")
        person.sex = value("sex")
        person.postcode = value("postcode")
        person.address = value("address")
        person.town = value("town")
        person.nhsNumber = value("nhsNumber")
        person.upn = value("upn")
        person.pncId = value("pncId")
        person.localAuthorityId = value("localAuthorityId")
        person.aliases = value("aliases").split(separator: ";").map(String.init)
        let written = map.date(value("born"))
        if let written {
            person.born = CivilDay(
                year: Int(written / 10_000),
                month: Int(written / 100 % 100),
                day: Int(written % 100)
            )
        }
        let id = cells[map.id] ?? ""
        let named = map.agency.flatMap { cells[$0] } ?? ""
        // A file without agencies does not promise that its records are different people.
        let key = RecordKey(
            agency: AgencyName(rawValue: named.isEmpty ? fallback : named),
            subject: named.isEmpty ? "~\(id)" : id
        )
        return FileRecord(id: id, key: key, person: person, writtenDate: written)
    }
}

/// Rows of a CSV file by the names of its columns.
enum CSVFile {
    static func rows(_ path: String, required: [String], optional: [String] = []) throws -> [(
        line: Int, cells: [String: String]
    )] {
        let names = required + optional
        var reader = CSVRows(columns: Columns(names, optional: optional))
        var found: [(line: Int, cells: [String: String])] = []
        do {
            let items = try reader.feed(try Files.read(path, limit: 1 << 30)) + reader.finish()
            for item in items {
                switch item {
                case .row(let row):
                    found.append((row.line, Dictionary(zip(names, row.cells), uniquingKeysWith: { $1 })))
                case .rejected(let row):
                    throw CommandError("\(path):\(row.line): this row cannot be read as CSV; are its quotes closed?")
                }
            }
        } catch let fault as MappingKit.ExportError where fault.code == .missingColumn {
            let columns = required.joined(separator: ", ")
            throw CommandError("\(path): the header must have \(columns); --columns MAP.yaml names other columns")
        } catch let fault as MappingKit.ExportError {
            throw CommandError("\(path): \(fault)")
        }
        return found
    }
}
