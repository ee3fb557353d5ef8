import Crypto
package import DaemonKit
import EventFormat
package import MappingKit
package import SafeguardingModel

/// One reading of one export in steps: a piece of the file, its rows, their events, one transaction.
///
/// Any step may be the last, in a crash as well: the next reading begins at the start of the file, and the outbox knows
/// which rows were taken.
package struct FileReading: ~Copyable {
    package enum Progress: Equatable, Sendable {
        case more
        /// The outbox takes no more for now; the next call tries the same step again.
        case full
        /// Somebody is writing the file during the reading.
        ///
        /// Nothing of the current piece was taken.
        case changed
        /// The file cannot be read as its mapping says.
        case faulty(String)
        case done(digest: String)
    }

    /// The sizes of the steps.
    package struct ReadingPace: Hashable, Sendable {
        /// The bytes of the file in memory at a time; a longer row is read whole.
        package var pieceBytes = 1 << 18
        /// The most rows in one transaction.
        package var rowsPerStep = 256
        /// The number of rejected rows at which reading stops: so many mean a wrong mapping, and the quarantine is not
        /// an archive.
        package var mostRejections = 10_000
        package var limits = RowLimits()

        package init() {}
    }

    private let file: OpenFile
    private let information: FileInformation
    private let outbox: Outbox
    private var mapper: Mapper
    private var rows: SourceRows
    private var hash = SHA256()
    private var offset: Int64 = 0
    private var hasEnded = false
    /// Rows that are mapped and not yet taken.
    private var waiting: [RowOutcome] = []
    private var firstLine: Int?
    private var hasHeading = false
    private var rejections = 0
    private(set) var wording = WordingTally()
    package let step: ReadingStep
    private let pace: ReadingPace

    package init(
        _ file: consuming OpenFile,
        _ information: FileInformation,
        mapping: Mapping,
        agency: AgencyName,
        step: ReadingStep,
        outbox: Outbox,
        pace: ReadingPace = ReadingPace()
    ) {
        self.file = file
        self.information = information
        self.outbox = outbox
        self.step = step
        self.pace = pace
        mapper = Mapper(mapping, agency: agency)
        rows = SourceRows(mapping, limits: pace.limits)
    }

    /// The time of the export: the file's time of change, the best evidence there is.
    var exported: Instant { information.modified }

    /// Takes the next rows, or reads the next piece.
    package mutating func advance(at now: Instant) async throws(OutboxError) -> Progress {
        if !waiting.isEmpty { return try await take(at: now) }
        if hasEnded { return .done(digest: digest) }
        do throws(MappingKit.ExportError) {
            guard let items = try nextItems() else { return .changed }
            map(items)
        } catch {
            return .faulty(error.message)
        }
        if rejections > pace.mostRejections {
            return .faulty(
                "more than \(pace.mostRejections) rows cannot be read: is this the right mapping for the file?"
            )
        }
        return .more
    }

    private var digest: String { EventHash(hash.finalize()).text }
}

// MARK: The file

extension FileReading {
    /// Returns the rows of the next piece; nil when the file has changed since it was found still.
    private mutating func nextItems() throws(MappingKit.ExportError) -> [RowItem]? {
        let count = min(Int64(pace.pieceBytes), information.size - offset)
        guard let piece = try? file.read(at: offset, count: Int(count)), piece.count == count, isUnchanged else {
            return nil
        }
        offset += count
        piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
        var items = try rows.feed(piece)
        if offset == information.size {
            hasEnded = true
            items += try rows.finish()
        }
        return items
    }

    /// Whether the file is unchanged. Checked after each read, so that bytes of a newer state never pass for the old
    /// one's.
    private var isUnchanged: Bool {
        guard let now = try? file.information() else { return false }
        return now.size == information.size && now.modified == information.modified
    }
}

// MARK: The rows

extension FileReading {
    private mutating func map(_ items: [RowItem]) {
        for item in items {
            switch item {
            case .row(let row):
                firstLine = firstLine ?? row.line
                let read = mapper.read(row, exported: exported)
                waiting.append(RowOutcome(row: row.number, line: row.line, read: read, raw: row.raw))
                wording.look(at: read.outcomes)
                if waiting[waiting.count - 1].isRejected { rejections += 1 }
            case .rejected(let rejection):
                firstLine = firstLine ?? rejection.line
                let read = MappedRow(outcomes: [.rejected(rejection)])
                waiting.append(RowOutcome(row: rejection.row, line: rejection.line, read: read, raw: rejection.raw))
                rejections += 1
            }
        }
    }

    private mutating func take(at now: Instant) async throws(OutboxError) -> Progress {
        if rejections > 0 { try await keepHeading() }
        let (taken, tally) = try await outbox.take(Array(waiting.prefix(pace.rowsPerStep)), step, at: now)
        // The outbox rejects some further rows by what it knows of their records.
        rejections += tally.rejected - waiting.prefix(taken).count(where: \.isRejected)
        if tally.rejected > 0 { try await keepHeading() }
        waiting.removeFirst(taken)
        return taken == 0 ? .full : .more
    }

    /// Keeps the lines above the first row, so that the quarantine can put them above a rejected one.
    private mutating func keepHeading() async throws(OutboxError) {
        guard !hasHeading else { return }
        hasHeading = true
        let heading: QuarantineHeading
        switch mapper.mapping.format {
        case .csv: heading = QuarantineHeading(format: "csv", head: head)
        case .json: heading = QuarantineHeading(format: "json", head: [])
        case .jsonLines: heading = QuarantineHeading(format: "jsonl", head: [])
        }
        try await outbox.setHeading(heading, of: step.origin)
    }

    private var head: [UInt8] {
        let bytes = (try? file.read(at: 0, count: pace.limits.rowBytes)) ?? []
        return Array(bytes.prefix(LineCounter.length(ofLines: (firstLine ?? 1) - 1, in: bytes)))
    }
}

/// Counts lines as the reader of rows does: LF, CRLF or CR ends one.
enum LineCounter {
    /// Returns the length in bytes of the first lines, with their ends.
    static func length(ofLines count: Int, in bytes: [UInt8]) -> Int {
        var index = 0
        var lines = 0
        while index < bytes.count, lines < count {
            let isPair = bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
            if bytes[index] == 0x0A || bytes[index] == 0x0D { lines += 1 }
            index += isPair ? 2 : 1
        }
        return index
    }
}
