internal import GRDB
public import SafeguardingModel
import Synchronization

extension Journal {
    /// Writes a batch in one transaction and syncs it, on the caller's thread. When this returns, the stored entries
    /// survive a power cut.
    ///
    /// Entries get `at`, or the time of the entry before if the clock went backwards. If it throws, nothing at all was
    /// written.
    public func append(_ batch: Batch, at: Instant) throws(JournalError) -> Appended {
        do {
            let result = try database.writeWithoutTransaction { database in
                try writing.withLock { try Journal.write(batch, at: at, to: &$0, in: database) }
            }
            publish(bytes: batch.drafts.reduce(0) { $0 + $1.body.count + 64 })
            return result
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// The outcome of each draft, in order, and the time that the entries got.
    public typealias Appended = (outcomes: [Batch.Outcome], at: Instant)

    private static func write(
        _ batch: Batch,
        at: Instant,
        to state: inout Writing,
        in database: Database
    ) throws -> Appended {
        var appending = Appending(state: state, at: at, insertion: try EntryInsertion(database))
        var outcomes: [Batch.Outcome] = []
        outcomes.reserveCapacity(batch.drafts.count)
        do {
            try database.inTransaction {
                for draft in batch.drafts {
                    outcomes.append(try appending.add(draft, to: &state, in: database))
                }
                try appending.finish(batch, state: &state, in: database)
                return .commit
            }
        } catch {
            // The transaction is rolled back, and so is the state in memory.
            appending.undo(in: &state)
            throw error
        }
        state.last = appending.last
        state.lastAt = appending.at
        return (outcomes, appending.at)
    }
}

/// A batch that is being written, with what is needed to undo it in memory.
private struct Appending {
    var last: Position
    let at: Instant
    private var added = NameRun()
    private var madeAgencies: [AgencyName] = []
    private let sealBefore: [UInt8]
    private var seal: SealDigest
    private let insertion: EntryInsertion

    init(state: Journal.Writing, at: Instant, insertion: EntryInsertion) {
        self.insertion = insertion
        last = state.last
        self.at = max(at, state.lastAt)
        sealBefore = state.seal
        seal = SealDigest(after: state.seal)
    }

    mutating func add(
        _ draft: Batch.Draft,
        to state: inout Journal.Writing,
        in database: Database
    ) throws -> Batch.Outcome {
        if let name = draft.name,
            let known = try Journal.known(name, body: draft.body, names: state.names, in: database)
        {
            if case .conflict = known, let refusal = draft.onConflict {
                try Journal.write(refusal, at: at, in: database)
            }
            return known
        }
        let position = last + 1
        let agency = try agencyNumber(draft.agency, state: &state, in: database)
        try insertion.execute(position: position, at: at, kind: draft.kind, agency: agency, body: draft.body)
        if let name = draft.name {
            state.names.insert(name.hash, at: position)
            added.append(name.hash, at: position)
        }
        seal.add(position: position, at: at, kind: draft.kind, agency: draft.agency, body: draft.body)
        last = position
        return .stored(position: position)
    }

    private mutating func agencyNumber(
        _ name: AgencyName,
        state: inout Journal.Writing,
        in database: Database
    ) throws -> Int64 {
        if let number = state.agencies[name] { return number }
        try database.execute(sql: "INSERT INTO agency (name) VALUES (?)", arguments: [name.rawValue])
        let number = database.lastInsertedRowID
        state.agencies[name] = number
        madeAgencies.append(name)
        return number
    }

    mutating func finish(_ batch: Batch, state: inout Journal.Writing, in database: Database) throws {
        for mark in batch.marks { try Journal.write(mark, in: database) }
        for refusal in batch.refusals { try Journal.write(refusal, at: at, in: database) }
        guard last > state.last else { return }
        state.seal = seal.value
        let sealing = try database.cachedStatement(sql: "INSERT INTO seal VALUES (?, ?)")
        try sealing.execute(arguments: [last.number, state.seal.asData])
        if !added.isEmpty { try Journal.write(added, through: last, in: database) }
    }

    func undo(in state: inout Journal.Writing) {
        _ = added.forEach { hash, position in state.names.remove(hash, at: position) }
        for name in madeAgencies { state.agencies[name] = nil }
        state.seal = sealBefore
    }
}
