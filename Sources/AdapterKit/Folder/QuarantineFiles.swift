import DaemonKit
import SafeguardingModel

/// The two files that show the rejected rows of one export.
struct QuarantineFiles {
    enum State {
        case missing
        /// The file is exactly what we wrote.
        case asWritten
        /// Somebody edited it.
        case edited
    }

    let folder: String
    let origin: String
    /// The number of the pair: 1 for the first, more where somebody is editing those before.
    let number: Int
    let heading: QuarantineHeading

    private var suffix: String { number == 1 ? "" : "-\(number)" }
    private var name: String { QuarantineName(origin).text }
    var rowsPath: String { Path.join(folder, "\(name).rejected\(suffix).\(heading.format)") }
    var reasonsPath: String { Path.join(folder, "\(name).reasons\(suffix).txt") }

    func write(_ rows: [QuarantinedRow], at now: Instant) throws(DaemonKit.FileError) {
        try Files.write(content(rows), to: rowsPath)
        try Files.write(Array(reasons(rows, at: now).utf8), to: reasonsPath)
    }

    func remove() throws(DaemonKit.FileError) {
        try Files.remove(rowsPath)
        try Files.remove(reasonsPath)
    }

    /// Whether the file of the rows' reasons exists.
    var hasReasons: Bool { Files.exists(reasonsPath) }

    /// Whether there is a file of rows after this one.
    var isFollowed: Bool {
        Files.exists(QuarantineFiles(folder: folder, origin: origin, number: number + 1, heading: heading).rowsPath)
    }

    /// Compares the file of rows with the content that we wrote, or were writing right before a crash.
    func state(_ rows: [QuarantinedRow]) -> State {
        guard let bytes = try? Files.read(rowsPath, limit: 1 << 30) else { return .missing }
        let wasWritten = bytes == content(rows.filter(\.isShown)) || bytes == content(rows.filter { !$0.isReleased })
        return wasWritten ? .asWritten : .edited
    }
}

// MARK: Content

extension QuarantineFiles {
    private func content(_ rows: [QuarantinedRow]) -> [UInt8] {
        switch heading.format {
        case "json":
            let objects = rows.map(\.raw).joined(separator: Array(",\n".utf8))
            return Array("[\n".utf8) + objects + Array("\n]\n".utf8)
        default: return heading.head + headEnd + rows.flatMap { $0.raw + lineEnd }
        }
    }

    /// The line end of the export.
    private var lineEnd: [UInt8] {
        heading.head.suffix(2) == [0x0D, 0x0A] ? [0x0D, 0x0A] : heading.head.last == 0x0D ? [0x0D] : [0x0A]
    }

    private var headEnd: [UInt8] {
        heading.head.isEmpty || heading.head.last == 0x0A || heading.head.last == 0x0D ? [] : lineEnd
    }

    private func reasons(_ rows: [QuarantinedRow], at now: Instant) -> String {
        var text = """
            # \(origin): \(rows.count) \(rows.count == 1 ? "row" : "rows") could not be read in full (\(now.rfc3339)).
            # Mend them in \(Path.name(of: rowsPath)) and move that file into the inbox; all other rows were taken.
            # A row that you mended in the agency's system instead was taken with the next export: remove it here.
            # Rows and lines are counted in \(origin), the first row below the header being row 1.

            """
        for row in rows {
            for reason in row.reason.split(separator: "\n") {
                text += "row \(row.row), line \(row.line): \(reason)\n"
            }
        }
        return text
    }
}
