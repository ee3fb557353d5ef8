import BusProtocol
import DaemonKit
import Foundation
import Journal
import SafeguardingModel
import TestKit
import Testing

@testable import Aggregator

@Suite("What the verification of a journal shows")
struct JournalVerificationTests {
    /// The files of a stopped site that received twenty referrals.
    private static let stopped = Task {
        let world = try AggregatorWorld()
        try await world.configure()
        world.correlate()
        _ = await world.store((1...20).map { .event($0, child: Int($0)) })
        await world.judged()
        try await eventually("all is recorded") { try world.derived.judgedThrough() == world.journal.last }
        await world.stop()
        return world.folder
    }

    private func stopped() async throws -> Scratch { try await Self.stopped.value.copy() }

    @Test("Nothing, where nothing was changed")
    func whole() async throws {
        let verified = try await stopped().verified()
        #expect(verified.faults.isEmpty && verified.awaited == 0, "\(verified.faults)")
        #expect(verified.entries == 21 && verified.effects >= 20)
    }

    @Test(
        "Every effect and notice that was changed, taken out or put in, at whatever place",
        arguments: [
            ("UPDATE effect SET body = '{}' WHERE position = 9", " recorded effects differ from what the entries give"),
            ("DELETE FROM effect WHERE position = 9", " effects that were recorded are gone, the first of entry 9"),
            ("DELETE FROM effect", " effects that were recorded are gone, the first of entry 2"),
            (
                "INSERT INTO effect VALUES (1, 0, '{}')",
                "1 effects are recorded that the entries do not give, the first at entry 1"
            ),
            ("INSERT INTO effect VALUES (9, 99, '{}')", "the first at entry 9"),
            (
                "INSERT INTO effect VALUES (-5, 0, '{}'), (0, 0, '{}')",
                "2 effects are recorded that the entries do not give, the first at entry -5"
            ),
            ("INSERT INTO effect VALUES (21, 99, '{}')", "1 effects are recorded that the entries do not give"),
            ("INSERT INTO effect VALUES (22, 0, '{}')", "1 effects are recorded after entry 21"),
            (
                "UPDATE notice SET body = '{}' WHERE id LIKE 'N-9-%'",
                " notices are gone or differ from what the entries give, the first of entry 9"
            ),
            (
                "DELETE FROM notice WHERE id LIKE 'N-9-%'",
                " notices are gone or differ from what the entries give, the first of entry 9"
            ),
            (
                "INSERT INTO notice VALUES ('whiston-health', 1, 'N-9-9', '{}', 0)",
                "1 notices are kept that the entries do not give"
            ),
            ("DELETE FROM judged", "derived.sqlite cannot be used: it does not say how far judgement had come"),
            (
                "UPDATE judged SET through = 0",
                " effects are recorded after entry 0, to which judgement is said to have come"
            ),
            (
                "UPDATE judged SET through = 99",
                "derived.sqlite cannot be used: it says that judgement came to entry 99"
            ),
            ("UPDATE judged SET digest = x'00'", "derived.sqlite cannot be used: it belongs to another journal"),
            ("CREATE TABLE sample (id INTEGER)", "derived.sqlite has the table 'sample', which no version makes"),
            (
                "CREATE TRIGGER sample AFTER INSERT ON effect BEGIN DELETE FROM notice; END",
                "derived.sqlite has the trigger 'sample'"
            ),
        ]
    )
    func changed(sql: String, says: String) async throws {
        let folder = try await stopped()
        try folder.change("derived.sqlite", [sql])
        let faults = try folder.verified().faults
        #expect(faults.contains { $0.contains(says) }, "\(faults)")
    }

    @Test(
        "A derived file that is lost or damaged, from its first byte or a later one, and nothing once it is made anew",
        arguments: [nil, 0, 3 * 8192]
    )
    func lost(damagedFrom offset: Int?) async throws {
        let folder = try await stopped()
        let path = folder("derived.sqlite")
        // Into the file, or the log beside it would hide the damage.
        try folder.change("derived.sqlite", ["PRAGMA wal_checkpoint(TRUNCATE)"])
        let whole = try Files.read(path)
        for ending in ["", "-wal", "-shm"] { try Files.remove(path + ending) }
        if let offset {
            try Files.write(whole[..<offset] + Array(repeating: 0xA5, count: whole.count - offset), to: path)
        }
        let faults = try folder.verified().faults
        #expect(faults.count == 1 && faults[0].contains("the next start makes it anew from"), "\(faults)")
        #expect(try folder.verified().effects >= 20)

        let next = try AggregatorWorld(in: folder)
        #expect(next.derived.isIncomplete)
        next.correlate()
        try await eventually("all is recorded") { try next.derived.judgedThrough() == next.journal.last }
        await next.stop()
        let verified = try next.verified()
        #expect(verified.faults.isEmpty && verified.awaited == 0, "\(verified.faults)")
    }

    @Test("A page of the derived file that only reading all of it finds damaged")
    func damagedPage() async throws {
        let folder = try await stopped()
        let path = folder("derived.sqlite")
        try folder.change("derived.sqlite", ["PRAGMA wal_checkpoint(TRUNCATE)"])
        let whole = try Files.read(path)
        try Files.write(whole.dropLast(8192) + Array(repeating: 0xA5, count: 8192), to: path)
        #expect(try !folder.verified().faults.isEmpty)
    }
}
