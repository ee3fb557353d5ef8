import Crypto
import DaemonKit
import Logging
import MappingKit
import SafeguardingModel

extension FolderSource {
    /// Takes one file that is unchanged for long enough.
    ///
    /// Returns true when it was read to its end.
    func take(_ candidate: Candidate, known: KnownFile?) async throws -> Bool {
        guard let file = try await open(candidate, known) else { return false }
        guard let mapping = mappings.mapping(for: candidate.name.origin) else {
            try await refuse(candidate, known, .unknown, because: unknown)
            return false
        }
        if let known, try await isMerelyTouched(file, candidate, known) { return false }
        return try await read(file, candidate, known, mapping)
    }

    /// Opens the file; nil unless it still is the one that was found unchanged.
    private func open(_ candidate: Candidate, _ known: KnownFile?) async throws -> OpenFile? {
        do throws(DaemonKit.FileError) {
            let file = try OpenFile(reading: candidate.path)
            if try file.information() == candidate.information { return file }
            forget(candidate)
        } catch {
            // Somebody removed the file: there is nothing to report.
            if Files.exists(candidate.path) { try await refuse(candidate, known, .refused, because: error.message) }
        }
        return nil
    }

    private var unknown: String {
        let patterns = mappings.mappings.flatMap(\.match).map { "'\($0)'" }.joined(separator: ", ")
        return "No mapping is for a file of this name. Rename the file, or name it under `match` in a mapping. "
            + "Known: \(patterns.isEmpty ? "none" : patterns)."
    }

    /// Names the file in the quarantine and in the log, once.
    private func refuse(
        _ candidate: Candidate,
        _ known: KnownFile?,
        _ state: KnownFile.State,
        because reason: String
    ) async throws {
        if let known, known.state == state, known.reason == reason, candidate.isSame(as: known),
            known.mappings == mappings.digest
        {
            return
        }
        nameInQuarantine(candidate.name.text, because: reason)
        var record = candidate.record(known, mapping: "", mappings: mappings.digest, at: clock.now)
        (record.state, record.reason) = (state, reason)
        try await outbox.finish(record)
        let number = try await outbox.file(candidate.name.text)?.number ?? 0
        logger.record(.warning, "File not read", [.file: number, .state: state.rawValue])
    }

    /// Returns whether the file has the same bytes under the same name: a new time of change alone is not news.
    private func isMerelyTouched(
        _ file: borrowing OpenFile,
        _ candidate: Candidate,
        _ known: KnownFile
    ) async throws -> Bool {
        guard known.state == .read, known.size == candidate.information.size, !known.digest.isEmpty,
            known.tally.rejected == 0 || known.mappings == mappings.digest, digest(of: file) == known.digest
        else { return false }
        var record = known
        (record.modified, record.inode) = (candidate.information.modified, candidate.information.inode)
        try await outbox.finish(record)
        logger.record(.info, "File read before", [.file: known.number])
        return true
    }

    private var pieceBytes: Int { FileReading.ReadingPace().pieceBytes }

    /// Returns the digest of the content, computed in pieces; nil when it cannot be read to its end.
    private func digest(of file: borrowing OpenFile) -> String? {
        var hash = SHA256()
        var offset: Int64 = 0
        while true {
            guard let piece = try? file.read(at: offset, count: pieceBytes) else { return nil }
            if piece.isEmpty { return EventHash(hash.finalize()).text }
            piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
            offset += Int64(piece.count)
        }
    }
}

// MARK: Reading

extension FolderSource {
    private func read(
        _ file: consuming OpenFile,
        _ candidate: Candidate,
        _ known: KnownFile?,
        _ mapping: Mapping
    ) async throws -> Bool {
        let record = candidate.record(known, mapping: mapping.name, mappings: mappings.digest, at: clock.now)
        let begun = try await outbox.begin(record, at: clock.now)
        let origin = candidate.name.origin
        let step = ReadingStep(
            origin: origin,
            file: begun.number,
            reading: begun.reading,
            mapping: mapping.name,
            exported: try await exported(candidate),
            isFull: mapping.isFull && !candidate.name.isMended,
            mayRelease: try await !outbox.quarantined(origin).isEmpty,
            isConfirmed: candidate.name.isConfirmed
        )
        var reading = FileReading(
            file,
            candidate.information,
            mapping: mapping,
            agency: agency,
            step: step,
            outbox: outbox
        )
        let end = try await readToEnd(&reading)
        try await finish(end, candidate, begun, step)
        if case .done = end {
            logBlamingTexts(reading.wording, in: begun)
            return true
        }
        return false
    }

    /// Returns when the export was made: the file's time of change, or for a mended file that of the export of its
    /// rows.
    ///
    /// A time in the future would make every later export an old one.
    private func exported(_ candidate: Candidate) async throws -> Instant {
        let modified = min(candidate.information.modified, clock.now)
        guard candidate.name.isMended else { return modified }
        return min(modified, try await outbox.exportInQuarantine(candidate.name.origin) ?? modified)
    }

    /// Takes steps until one of them ends the reading.
    ///
    /// Other tasks and a shutdown get their turn between two steps.
    private func readToEnd(_ reading: inout FileReading) async throws -> FileReading.Progress {
        while true {
            try Task.checkCancellation()
            let progress: FileReading.Progress
            do throws(OutboxError) {
                progress = try await reading.advance(at: clock.now)
            } catch {
                guard error.isRetriable else { throw error }
                pause(error.description)
                try await clock.sleep(for: .seconds(1))
                continue
            }
            switch progress {
            case .more: pause(nil)
            case .full:
                pause(bound)
                try await clock.sleep(for: settings.interval)
            default: return progress
            }
        }
    }

    private var bound: String {
        let (pending, bytes) = outbox.load
        return OutboxError.bound(events: pending, bytes: bytes).description
    }

    private func finish(
        _ end: FileReading.Progress,
        _ candidate: Candidate,
        _ begun: KnownFile,
        _ step: ReadingStep
    ) async throws {
        switch end {
        case .changed:
            forget(candidate)
            logger.record(.info, "File is being written, read again later", [.file: begun.number])
        case .faulty(let reason):
            try await showQuarantine(step.origin)
            try await refuse(candidate, try await outbox.file(candidate.name.text), .faulty, because: reason)
        case .done(let digest):
            try await complete(candidate, step, digest)
        case .more, .full:
            break
        }
    }

    private func complete(_ candidate: Candidate, _ step: ReadingStep, _ digest: String) async throws {
        if step.isFull { try await withdrawGone(candidate, step) }
        guard var record = try await outbox.file(candidate.name.text) else { return }
        (record.state, record.digest, record.at) = (.read, digest, clock.now)
        try await outbox.finish(record)
        // Before the rows' reasons are shown, since both may have the same file name.
        try? quarantine.withdrawRefusal(candidate.name.text)
        if candidate.name.isMended { try? quarantine.withdrawReasons(ofMended: candidate.name) }
        if step.mayRelease || record.tally.rejected > 0 { try await showQuarantine(step.origin) }
        logRead(record)
        logOlderRows(record)
        if settings.done == .move { move(candidate) }
    }

    /// Reports the rows in which another word would be better; the text itself is sent unchanged.
    private func logBlamingTexts(_ wording: WordingTally, in file: KnownFile) {
        guard wording.count > 0 else { return }
        health?.count(wording.count, of: "blamingTexts")
        logger.record(
            .warning,
            "Texts that blame a child",
            [
                .file: file.number, .count: wording.count,
                .rows: wording.rows.map { "\($0)" }.joined(separator: " "),
            ]
        )
    }

    /// Logs how many rows were not sent because a newer export has their records: nothing is omitted in silence.
    private func logOlderRows(_ record: KnownFile) {
        guard record.tally.older > 0 else { return }
        logger.record(
            .warning,
            "Rows left out, a newer export has told of their records",
            [.file: record.number, .count: record.tally.older]
        )
    }

    private func logRead(_ record: KnownFile) {
        logger.record(
            record.tally.rejected > 0 ? .warning : .info,
            "File read",
            [
                .file: record.number, .mapping: record.mapping, .rows: record.tally.rows,
                .accepted: record.tally.events,
                .duplicates: record.tally.unchanged, .absent: record.tally.absent, .refused: record.tally.rejected,
            ]
        )
    }
}
