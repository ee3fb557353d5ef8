public import DaemonKit
public import SafeguardingModel

/// The folder in which people find the rows and files that could not be read, why, and how to mend them.
///
/// `<file>.rejected.csv` has the header and the rejected rows unchanged, so that it can be mended and dropped into the
/// inbox; `<file>.reasons.txt` says what is wrong with each. The outbox holds the rows, and the files can be written
/// again at any time; a file that a person removed or edited belongs to that person.
public struct Quarantine: Sendable {
    /// The path of the folder, which is made when the first file is written.
    public let folder: String
    private let outbox: Outbox

    public init(folder: String, outbox: Outbox) {
        self.folder = folder
        self.outbox = outbox
    }

    /// Brings the files of one export up to date with the outbox; `origin` is the export's name without
    /// `.rejected.csv`.
    ///
    /// - Throws: `FileError` where the folder cannot be written, or ``OutboxError``; in both cases the outbox keeps the
    ///   rows.
    public func show(_ origin: String, at now: Instant) async throws {
        let heading = try await outbox.heading(origin) ?? QuarantineHeading(format: "csv", head: [])
        let (rows, number) = try await claim(origin, heading)
        let remaining = rows.filter { !$0.isReleased }
        let files = QuarantineFiles(folder: folder, origin: origin, number: number, heading: heading)
        if remaining.isEmpty {
            if !rows.isEmpty { try files.remove() }
        } else if remaining.count < rows.count || !files.hasReasons
            || remaining.contains(where: { !$0.isShown || !$0.isTold })
        {
            try Files.makeFolder(folder)
            try files.write(remaining, at: now)
        }
        try await outbox.markShown(origin)
    }

    /// Writes why a file as a whole was not read.
    public func refuse(_ name: String, because reason: String, at now: Instant) throws(DaemonKit.FileError) {
        try Files.makeFolder(folder)
        let text = "\(Self.refusalMark(name)) (\(now.rfc3339)).\n\(reason)\n"
        try Files.write(Array(text.utf8), to: reasonsPath(name))
    }

    /// Removes the reason for a whole file once it was read; the reasons of single rows stay.
    public func withdrawRefusal(_ name: String) throws {
        let path = reasonsPath(name)
        guard let text = try? Files.text(path, limit: 1 << 20), text.hasPrefix(Self.refusalMark(name)) else { return }
        try Files.remove(path)
    }

    /// Removes the reasons of a mended file that was read, as its rows were moved away before.
    public func withdrawReasons(ofMended name: ExportName) throws {
        guard name.isMended, !name.isConfirmed, !Files.exists(Path.join(folder, name.text)) else { return }
        try Files.remove(Path.join(folder, name.reasonsOfMended))
    }

    private func reasonsPath(_ name: String) -> String {
        Path.join(folder, "\(QuarantineName(name).text).reasons.txt")
    }

    private static func refusalMark(_ name: String) -> String { "# \(name) was not read" }

    /// Counts the rows that are in the folder now; rows whose files a person took away no longer count.
    func rowsStanding() async throws(OutboxError) -> Int {
        try await outbox.quarantineCounts().reduce(0) { sum, count in
            let heading = QuarantineHeading(format: count.format, head: [])
            let files = QuarantineFiles(folder: folder, origin: count.file, number: 1, heading: heading)
            let stands = !count.isShown || Files.exists(files.rowsPath) || files.isFollowed
            return sum + (stands ? count.rows : 0)
        }
    }
}

// MARK: Rows to write

extension Quarantine {
    /// Returns the rows that we may write, and the number of the file for them.
    private func claim(_ origin: String, _ heading: QuarantineHeading) async throws -> ([QuarantinedRow], Int) {
        var rows = try await outbox.quarantined(origin)
        var number = 1
        while true {
            let files = QuarantineFiles(folder: folder, origin: origin, number: number, heading: heading)
            switch files.state(rows) {
            case .asWritten: return (rows, number)
            case .missing:
                // A person is working on this file and moved it, while later rows are in the next file.
                if files.isFollowed {
                    number += 1
                    continue
                }
                // A person removed the file, so its rows are settled.
                if rows.contains(where: \.isShown) { try await outbox.forgetShown(origin) }
                return (rows.filter { !$0.isShown }, number)
            case .edited:
                try await outbox.forgetShown(origin)
                rows.removeAll(where: \.isShown)
                number += 1
            }
        }
    }
}

// MARK: Events that the aggregator refused

extension Quarantine {
    /// Adds events refused by the aggregator since the last call to `refused.jsonl`, and reasons to
    /// `refused.reasons.txt`, the oldest first.
    ///
    /// - Throws: `FileError` where the folder cannot be written, or ``OutboxError``; the next call goes on there.
    public func showRefused() async throws {
        var lines: Int?
        while case let news = try await outbox.unshownRefused(), let last = news.last {
            let before = try lines ?? refusedLines()
            try append(news, after: before)
            lines = before + news.count
            try await outbox.markRefusedShown(through: last.number)
        }
    }

    private var refusedPath: String { Path.join(folder, "refused.jsonl") }

    /// Returns the number of lines that `refused.jsonl` has already.
    private func refusedLines() throws(DaemonKit.FileError) -> Int {
        guard Files.exists(refusedPath) else { return 0 }
        return try Files.read(refusedPath, limit: 1 << 30).count { $0 == UInt8(ascii: "\n") }
    }

    /// Appends events and their reasons. The reasons come first: where they cannot be written, the events do not gather
    /// with each try.
    private func append(_ news: [RefusedRecord], after lines: Int) throws(DaemonKit.FileError) {
        try Files.makeFolder(folder)
        let reasons = news.enumerated().map { index, record in
            "\(record.at.rfc3339) line \(lines + index + 1): \(record.code) at \(record.path): \(record.message)\n"
        }.joined()
        try Files.append(Array(reasons.utf8), to: Path.join(folder, "refused.reasons.txt"))
        try Files.append(news.flatMap { $0.body + [UInt8(ascii: "\n")] }, to: refusedPath)
    }
}
