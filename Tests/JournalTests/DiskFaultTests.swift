import Foundation
import GRDB
import SafeguardingModel
import Testing

@testable import Journal

@Suite("The journal on a disk that fails")
struct DiskFaultTests {
    private let folder: JournalFolder
    private let now = JournalFolder.now

    init() throws {
        FaultyDisk.install()
        folder = try JournalFolder()
    }

    @Test(
        "writes all of a batch or nothing, says what it was, and goes on or not",
        arguments: [
            (FaultyDisk.Fault.full, true), (.write, false), (.sync, false),
        ]
    )
    func writing(fault: FaultyDisk.Fault, isRetriable: Bool) throws {
        let journal = try folder.open()
        let mark = OutboxMark(agency: "sample", epoch: 1, seq: 1)
        _ = try journal.append(Batch(drafts: [.event("1")], marks: [mark]), at: now)
        let root = journal.root
        var batch = Batch(events: (2...40).map { "\($0)" })
        batch.marks = [OutboxMark(agency: "sample", epoch: 1, seq: 40)]
        batch.refusals = [RefusalRecord(agency: "sample", epoch: 1, seq: 39, code: "x", path: "$", message: "x")]

        FaultyDisk.fail(below: folder.path, with: fault)
        let error = #expect(throws: JournalError.self) { try journal.append(batch, at: now) }
        #expect(error?.isRetriable == isRetriable, "\(String(describing: error))")
        switch (fault, error) {
        case (.full, .full), (.write, .broken), (.sync, .broken): break
        default: Issue.record("\(String(describing: error))")
        }
        #expect(journal.last == 1 && journal.root == root)
        #expect(try journal.entries(from: 1, limit: 99).count == 1)
        #expect(try journal.settled("sample", epoch: 1) == 1)
        #expect(try journal.refusals(of: "sample", epoch: 1, after: 0, limit: 9).isEmpty)

        FaultyDisk.fail(below: folder.path, with: nil)
        if isRetriable {
            try journal.proveWritable()
            #expect(try journal.append(batch, at: now).outcomes == (2...40).map { .stored(position: $0) })
        }
        journal.close()
        // The process that was told of a fault ends; the next finds the disk as it is.
        let again = try folder.open()
        #expect(try again.verifySeals(keptRoots: root.map { [$0] } ?? []).faults.isEmpty)
        let outcomes = try again.append(batch, at: now).outcomes
        #expect(Set(outcomes.map(\.place)) == Set(2...40))
        #expect(again.last == 40)
    }

    @Test("is not opened while it cannot be read, and is whole afterwards")
    func reading() throws {
        let journal = try folder.open()
        _ = try journal.append(Batch(events: ["1"]), at: now)
        journal.close()
        FaultyDisk.fail(below: folder.path, with: .read)
        #expect(throws: JournalError.self) { try folder.open() }
        FaultyDisk.fail(below: folder.path, with: nil)
        #expect(try folder.open().verifySeals().faults.isEmpty)
    }

    @Test("proves that nothing can be written while nothing can")
    func proof() throws {
        let journal = try folder.open()
        _ = try journal.append(Batch(events: ["1"]), at: now)
        FaultyDisk.fail(below: folder.path, with: .full)
        #expect(throws: JournalError.full(path: folder.journalPath)) { try journal.proveWritable() }
        FaultyDisk.fail(below: folder.path, with: nil)
        try journal.proveWritable()
    }

    @Test("that is full keeps effects waiting, and records them once there is room")
    func effects() throws {
        let journal = try folder.open()
        let derived = try DerivedFile(beside: journal)
        let effects = [WrittenEffect(.init(position: 1, ordinal: 0, effect: SampleEffects.all[0]))]
        FaultyDisk.fail(below: folder.path, with: .full)
        #expect(throws: JournalError.full(path: folder.derivedPath)) { try derived.record(effects, through: 1) }
        #expect(try derived.judgedThrough() == 0)
        FaultyDisk.fail(below: folder.path, with: nil)
        try derived.record(effects, through: 1)
        #expect(try derived.judgedThrough() == 1)
    }

    @Test("A second writer is refused, with nothing written, and so is the first after it")
    func twoWriters() throws {
        let (first, second) = (try folder.open(), try folder.open())
        _ = try first.append(Batch(events: ["1"]), at: now)
        let batch = Batch(drafts: [.event("2")], marks: [OutboxMark(agency: "sample", epoch: 1, seq: 1)])
        let error = #expect(throws: JournalError.overtaken(path: folder.journalPath)) {
            try second.append(batch, at: now)
        }
        #expect(error?.isRetriable == false)
        #expect(try first.settled("sample", epoch: 1) == 0)
        #expect(try first.append(Batch(events: ["2"]), at: now).outcomes == [.stored(position: 2)])
        #expect(try first.verifySeals().faults.isEmpty)
    }

    @Test("A journal that another program holds for long is tried again, and no reason to end")
    func busy() throws {
        let journal = try folder.open()
        _ = try journal.append(Batch(events: ["1"]), at: now)
        try journal.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 20") }
        let other = try DatabaseQueue(path: folder.journalPath)
        try other.writeWithoutTransaction { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            let error = #expect(throws: JournalError.busy(path: folder.journalPath)) {
                try journal.append(Batch(events: ["2"]), at: now)
            }
            #expect(error?.isRetriable == true)
            try database.execute(sql: "ROLLBACK")
        }
        #expect(try journal.append(Batch(events: ["2"]), at: now).outcomes == [.stored(position: 2)])
    }
}

extension Batch.Outcome {
    fileprivate var place: Position {
        switch self {
        case .stored(let position), .duplicate(let position), .conflict(let position): position
        }
    }
}
