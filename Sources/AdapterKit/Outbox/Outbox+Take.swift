import GRDB
import MappingKit
public import SafeguardingModel

extension Outbox {
    /// Takes rows: news, corrections and withdrawals go out, repetitions do not, rejected rows go to quarantine.
    ///
    /// In one transaction, as many rows as there is room for; returns their number.
    public func take(
        _ rows: [RowOutcome],
        _ step: ReadingStep,
        at now: Instant
    ) async throws(OutboxError) -> (taken: Int, tally: FileTally) {
        try await writeEvents(at: now) { writer in
            var tally = FileTally()
            var taken = 0
            for row in rows {
                guard writer.hasRoom else { break }
                tally += try writer.take(row, step)
                taken += 1
            }
            try writer.progress(tally, step)
            return (taken, tally)
        }
    }

    /// Withdraws records that a full export lacks, at most `limit` at a time.
    ///
    /// Returns their number, and whether there may be more.
    public func withdrawGone(
        _ step: ReadingStep,
        exported: Instant,
        at now: Instant,
        limit: Int = 200
    ) async throws(OutboxError) -> (withdrawn: Int, mayHaveMore: Bool) {
        try await writeEvents(at: now) { writer in
            let gone = try writer.gone(step, limit: limit)
            try writer.noteFull(step)
            var tally = FileTally()
            for record in gone {
                let step = Revisions.gone(previous: record.published, record.event, exported: exported)
                tally += try writer.carryOut(step, source: record.event.source, key: record.event.key)
                try writer.forget(record.event.key, mapping: record.mapping)
            }
            try writer.progress(tally, step)
            return (tally.withdrawn, gone.count == limit)
        }
    }

    /// Counts the records of the mapping, and those of them that this reading of a full export lacks.
    public func countGone(_ step: ReadingStep) async throws(OutboxError) -> (known: Int, gone: Int) {
        try await read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT count(*), coalesce(sum(reading < ? AND exported <= ?), 0) FROM record WHERE mapping = ?",
                arguments: [step.reading, step.exported.milliseconds, step.mapping]
            )
            return (row?[0] ?? 0, row?[1] ?? 0)
        }
    }
}

// MARK: One row

extension OutboxWriter {
    mutating func take(_ row: RowOutcome, _ step: ReadingStep) throws -> FileTally {
        var tally = FileTally()
        var rejections = row.rejections
        switch try admission(of: row, step) {
        case .taken: for outcome in row.read.outcomes { tally += try take(outcome, step) }
        case .older: tally.older = 1
        case .refused(let rejection): rejections = [rejection]
        }
        tally.rows = 1
        try settleQuarantine(row, rejections, step)
        if !rejections.isEmpty { tally.rejected = 1 }
        return tally
    }

    private mutating func take(_ outcome: Outcome, _ step: ReadingStep) throws -> FileTally {
        switch outcome {
        case .event(let event): return try take(event, step)
        case .absent(let event):
            let previous = try published(EventHash(source: event.source, key: event.key), key: event.key)
            let decision = Revisions.decide(previous: previous, event, exported: at)
            guard case .nothing = decision else {
                return try carryOut(decision, source: event.source, key: event.key)
            }
            var tally = FileTally()
            tally.absent = 1
            return tally
        case .rejected: return FileTally()
        }
    }

    private mutating func take(_ event: MappedEvent, _ step: ReadingStep) throws -> FileTally {
        let source = event.document["source"]?.string ?? ""
        if step.isFull {
            try markSeen(event.key, source: source, subject: event.document["subject"]?.string ?? "", step)
        }
        let previous = try published(EventHash(source: source, key: event.key), key: event.key)
        return try carryOut(Revisions.decide(previous: previous, event), source: source, key: event.key)
    }

    mutating func carryOut(_ step: Revisions.Step, source: String, key: String) throws -> FileTally {
        var tally = FileTally()
        switch step {
        case .nothing: tally.unchanged = 1
        case .publish(let publication):
            tally.published = 1
            try publish(publication, source: source, key: key)
        case .correct(let publication):
            tally.corrected = 1
            try publish(publication, source: source, key: key)
        case .withdraw(let publication):
            tally.withdrawn = 1
            try publish(publication, source: source, key: key)
        }
        return tally
    }

    private mutating func publish(_ publication: Publication, source: String, key: String) throws {
        let name = EventHash(source: source, key: key)
        try append(publication.bytes, name: name, revision: publication.published.revision, isMapped: true)
        try remember(publication.published, name, key: key)
    }
}

// MARK: Admission of a row

extension OutboxWriter {
    private enum Admission {
        case taken
        /// A newer export has given the record.
        case older
        /// The record is about another child.
        case refused(RowError)
    }

    private func admission(of row: RowOutcome, _ step: ReadingStep) throws -> Admission {
        guard !row.read.record.isEmpty else { return .taken }
        let name = EventHash(source: row.read.source, record: row.read.record)
        let known = try known(name)
        if let known {
            let place = (row.row, row.line)
            let file = QuarantineName(step.origin).text
            let refusal = known.refusal(of: row.read, at: place, raw: row.raw, file: file, reading: step.reading)
            if let refusal, !step.isConfirmed { return .refused(refusal) }
            if try isOlder(step, than: known) { return .older }
        }
        guard row.rejections.count < row.read.outcomes.count else { return .taken }
        try remember(known?.updated(by: row, step) ?? KnownRecord(row, step), name)
        return .taken
    }

    /// Returns whether the record has newer news, or a newer full export lacked it: an older export revives no
    /// withdrawn record.
    private func isOlder(_ step: ReadingStep, than known: KnownRecord) throws -> Bool {
        if step.exported < known.exported { return true }
        guard step.isFull, let newest = try newestFull(step.mapping) else { return false }
        return step.exported < newest
    }
}

extension KnownRecord {
    fileprivate init(_ row: RowOutcome, _ step: ReadingStep) {
        self.init(
            child: row.read.child,
            exported: step.exported,
            row: row.row,
            line: row.line,
            reading: step.reading
        )
    }

    /// Returns the record with the row's child and time; its row and line are those where this reading first found it.
    fileprivate func updated(by row: RowOutcome, _ step: ReadingStep) -> KnownRecord {
        var record = reading == step.reading ? self : KnownRecord(row, step)
        record.child = step.isConfirmed ? row.read.child : child.updated(by: row.read.child)
        record.exported = step.exported
        return record
    }
}

// MARK: Records of full exports

extension OutboxWriter {
    struct GoneRecord {
        var mapping: String
        var event: AbsentEvent
        var published: PublishedRevision
    }

    func markSeen(_ key: String, source: String, subject: String, _ step: ReadingStep) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO record (mapping, key, source, subject, reading, exported) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (mapping, key) DO UPDATE SET subject = excluded.subject, reading = excluded.reading,
                exported = max(exported, excluded.exported)
                """
        )
        try statement.execute(arguments: [step.mapping, key, source, subject, step.reading, step.exported.milliseconds])
    }

    func gone(_ step: ReadingStep, limit: Int) throws -> [GoneRecord] {
        let sql = """
            SELECT key, source, subject FROM record WHERE mapping = ? AND reading < ? AND exported <= ?
            ORDER BY key LIMIT ?
            """
        let arguments: StatementArguments = [step.mapping, step.reading, step.exported.milliseconds, limit]
        let rows = try Row.fetchAll(database, sql: sql, arguments: arguments)
        return try rows.map { row in
            let event = AbsentEvent(key: row[0], source: row[1], subject: row[2])
            let name = EventHash(source: event.source, key: event.key)
            let known = try published(name, key: event.key)
            // A record that was refused since has nothing published to withdraw.
            return GoneRecord(
                mapping: step.mapping,
                event: event,
                published: known ?? PublishedRevision(id: event.key, digest: "", revision: 0)
            )
        }
    }

    func forget(_ key: String, mapping: String) throws {
        try database.execute(sql: "DELETE FROM record WHERE mapping = ? AND key = ?", arguments: [mapping, key])
    }
}
