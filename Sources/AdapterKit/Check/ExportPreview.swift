import DaemonKit
import EventFormat
import MappingKit
import SafeguardingModel

/// A table of the events that a real export would publish, for the person who connects a system.
///
/// It sends and remembers nothing, so every row counts as new.
///
/// It names the fields that would leave the agency and shows none of their values but references and times.
package struct ExportPreview {
    /// The table and its summary.
    package private(set) var lines: [String] = []
    /// Whether the file has a mapping and all of its rows were usable.
    package private(set) var isUsable = true

    private var table = Table(["ROW", "LINE", "EVENT", "TIME", "SUBJECT", "ID", "FIELDS SENT"])
    private var records: [String: KnownRecord] = [:]
    private var name = ""
    private var events = 0
    private var rejections = 0
    private var complaints: [String] = []
    /// The number of texts that blame a child: they are sent unchanged, and the summary asks for other words.
    private var blaming = 0
    /// The number of roles that judgement does not know: they are sent unchanged, too.
    private var unknownRoles = 0
    /// The most rows shown: nobody reads more, and an export may have a million.
    private static let mostLines = 500

    package init(of path: String, _ configuration: AdapterConfiguration) throws {
        let mappings = try MappingSet(folder: configuration.mappings)
        name = ExportName(Path.name(of: path)).origin
        guard let mapping = mappings.mapping(for: ExportName(Path.name(of: path)).origin) else {
            let known = mappings.mappings.flatMap(\.match).map { "'\($0)'" }.joined(separator: ", ")
            lines = ["\(path): no mapping is for a file of this name; known: \(known.isEmpty ? "none" : known)"]
            isUsable = false
            return
        }
        var failure: MappingKit.ExportError?
        do { try read(OpenFile(reading: path), mapping, configuration.agency) } catch let fault
            as MappingKit.ExportError
        {
            failure = fault
        }
        finish(path, mapping, failure)
    }

    private mutating func finish(_ path: String, _ mapping: Mapping, _ failure: MappingKit.ExportError?) {
        lines.append("\(path), by the mapping '\(mapping.name)':")
        if events > 0 { lines += table.lines }
        if events > Self.mostLines { lines.append("... and \(events - Self.mostLines) more events") }
        lines += complaints
        if rejections > Self.mostLines { lines.append("... and \(rejections - Self.mostLines) more rejections") }
        if let failure { lines.append("\(path): \(failure.message)") }
        let wording = blaming == 0 ? "" : ", \(blaming) texts that blame a child"
        let roles = unknownRoles == 0 ? "" : ", \(unknownRoles) roles that judgement does not know"
        lines.append("\(events) events, \(rejections) rejections\(wording)\(roles); nothing was sent")
        isUsable = failure == nil && rejections == 0
    }
}

// MARK: Rows

extension ExportPreview {
    private mutating func read(_ file: consuming OpenFile, _ mapping: Mapping, _ agency: AgencyName) throws {
        var mapper = Mapper(mapping, agency: agency)
        var rows = SourceRows(mapping)
        let exported = try file.information().modified
        var offset: Int64 = 0
        while case let piece = try file.read(at: offset, count: 1 << 18), !piece.isEmpty {
            offset += Int64(piece.count)
            for item in try rows.feed(piece) { add(item, &mapper, exported) }
        }
        for item in try rows.finish() { add(item, &mapper, exported) }
    }

    private mutating func add(_ item: RowItem, _ mapper: inout Mapper, _ exported: Instant) {
        switch item {
        case .rejected(let rejection): add(rejection)
        case .row(let row):
            let read = mapper.read(row, exported: exported)
            if let refusal = refusal(of: read, row, exported) { return add(refusal) }
            for outcome in read.outcomes {
                switch outcome {
                case .event(let event): add(event)
                case .rejected(let rejection): add(rejection)
                case .absent: break
                }
            }
        }
    }

    /// Returns why a row would be refused because an earlier row of the same record was about another child.
    private mutating func refusal(of read: MappedRow, _ row: Row, _ exported: Instant) -> RowError? {
        if let known = records[read.record] {
            return known.refusal(of: read, at: (row.number, row.line), raw: row.raw, file: name, reading: 0)
        }
        guard !read.record.isEmpty else { return nil }
        records[read.record] = KnownRecord(
            child: read.child,
            exported: exported,
            row: row.number,
            line: row.line,
            reading: 0
        )
        return nil
    }

    private mutating func add(_ rejection: RowError) {
        rejections += 1
        if rejections <= Self.mostLines { complaints.append("REJECTED \(rejection)") }
    }

    private mutating func add(_ event: MappedEvent) {
        events += 1
        for warning in EventError.wording(of: event.document) {
            blaming += 1
            if blaming <= Self.mostLines { complaints.append("WORDING \(ExportPreview.line(warning, event))") }
        }
        for warning in EventError.roles(of: event.document) {
            unknownRoles += 1
            if unknownRoles <= Self.mostLines { complaints.append("ROLE \(ExportPreview.line(warning, event))") }
        }
        guard events <= Self.mostLines else { return }
        let document = event.document
        table.add([
            "\(event.row)", "\(event.line)", event.kind.rawValue, document["time"]?.string ?? "",
            document["subject"]?.string ?? "", event.key, ExportPreview.fields(document["data"]?.object ?? [:]),
        ])
    }

    private static func line(_ warning: EventError, _ event: MappedEvent) -> String {
        "row \(event.row) (line \(event.line)), \(warning.path.dropFirst("$.data.".count)): \(warning.message)"
    }

    /// Returns the names of the fields that are sent: `child(givenName familyName born) episode grade people(2)`.
    private static func fields(_ data: JSONObject) -> String {
        let words = data.members.map { member in
            switch member.value {
            case .object(let object): "\(member.name)(\(object.members.map(\.name).joined(separator: " ")))"
            case .array(let items): "\(member.name)(\(items.count))"
            default: member.name
            }
        }
        return words.joined(separator: " ")
    }
}

/// A table whose columns are as wide as their widest cells.
struct Table {
    private var rows: [[String]]

    init(_ header: [String]) {
        rows = [header]
    }

    mutating func add(_ row: [String]) { rows.append(row) }

    var lines: [String] {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
