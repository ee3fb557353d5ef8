import AdapterKit
import BusProtocol
import DaemonKit
import Glibc
import SafeguardingModel
import TestKit
import Testing

@Suite("The outbox")
struct OutboxTests {
    private let folder: Scratch
    private let now = Instant(seconds: 1_451_908_800)

    init() throws { folder = try Scratch() }

    private func outbox(_ limits: OutboxLimits = OutboxLimits()) throws -> Outbox {
        try Files.makeFolder(folder("data"))
        return try Outbox(folder: folder("data"), limits: limits)
    }

    private func ready(_ ids: some Sequence<Int>, digest: String = "d") -> [ReadyEvent] {
        ids.map { ReadyEvent(source: "/sample-agency/x", id: "E-\($0)", body: Array("{\($0)}".utf8), digest: digest) }
    }

    private func refusal(_ number: UInt64) -> RefusedEvent {
        RefusedEvent(
            sequence: number,
            refusal: Refusal(code: "bad-value", path: "$.data.grade", message: "Expected low.")
        )
    }

    @Test("Its commits are told to the disk: synchronous is FULL, read back")
    func durable() throws {
        #expect(try outbox().synchronous() == 2)
    }

    @Test("Numbers run from 1 without gaps, through restarts and trimming")
    func contiguous() async throws {
        let first = try outbox()
        _ = try await first.accept(ready(1...5), at: now)
        try await first.settle(through: 3, refused: [], at: now)
        first.close()
        let second = try outbox()
        #expect(second.epoch == first.epoch && second.settled == 3 && second.last == 5)
        _ = try await second.accept(ready(6...7), at: now)
        #expect(try await second.pending(after: 3, limit: 10).map(\.sequence) == [4, 5, 6, 7])
        #expect(try await second.pending(after: 4, limit: 2).map(\.sequence) == [5, 6])
    }

    @Test("The same event again is a duplicate, the same id with other content a conflict, for ever")
    func twice() async throws {
        let outbox = try outbox()
        #expect(try await outbox.accept(ready([1, 1, 2]), at: now) == [.accepted, .duplicate, .accepted])
        try await outbox.settle(through: 2, refused: [], at: now)
        #expect(try await outbox.accept(ready([1]), at: now) == [.duplicate])
        #expect(try await outbox.accept(ready([2], digest: "other"), at: now) == [.conflict])
        #expect(outbox.last == 2)
    }

    @Test(
        "A full outbox still says of an event that it has that it has it, and takes a post that has room for its new ones"
    )
    func duplicatesAtTheBound() async throws {
        var limits = OutboxLimits()
        limits.events = 3
        let outbox = try outbox(limits)
        #expect(try await outbox.accept(ready(1...2), at: now) == [.accepted, .accepted])
        #expect(try await outbox.accept(ready(1...3), at: now) == [.duplicate, .duplicate, .accepted])
        #expect(try await outbox.accept(ready(1...3), at: now) == [.duplicate, .duplicate, .duplicate])
        await #expect(throws: OutboxError.bound(events: 3, bytes: 9)) {
            try await outbox.accept(ready(3...4), at: now)
        }
        #expect(outbox.last == 3)
    }

    @Test("Acknowledgements are cumulative, and may come twice or late")
    func cumulative() async throws {
        let outbox = try outbox()
        _ = try await outbox.accept(ready(1...5), at: now)
        for number: UInt64 in [4, 2, 4] { try await outbox.settle(through: number, refused: [], at: now) }
        #expect(outbox.settled == 4)
        #expect(try await outbox.pending(after: 0, limit: 10).map(\.sequence) == [5])
        #expect(outbox.load.events == 1)
    }

    @Test("A refused event is kept aside with the reason, once, and may come again when it is mended")
    func refused() async throws {
        let outbox = try outbox()
        _ = try await outbox.accept(ready(1...3), at: now)
        try await outbox.settle(through: 3, refused: [refusal(2)], at: now)
        let kept = try await outbox.refused()
        #expect(kept.map(\.code) == ["bad-value"])
        #expect(kept.map { String(decoding: $0.body, as: UTF8.self) } == ["{2}"])
        #expect(try await outbox.accept(ready([2], digest: "mended"), at: now) == [.accepted])
        try await outbox.settle(through: 4, refused: [refusal(4)], at: now)
        #expect(try await outbox.refused().count == 1)
    }

    @Test("At its bound it takes nothing, says so, and takes again when there is room")
    func bound() async throws {
        let outbox = try outbox(OutboxLimits(events: 3, bytes: 1_000))
        _ = try await outbox.accept(ready(1...2), at: now)
        await #expect(throws: OutboxError.bound(events: 2, bytes: 6)) { try await outbox.accept(ready(3...4), at: now) }
        #expect(outbox.last == 2)
        try await outbox.settle(through: 1, refused: [], at: now)
        #expect(try await outbox.accept(ready(3...4), at: now) == [.accepted, .accepted])
        #expect(outbox.load.events == 3)
        let heavy = ReadyEvent(source: "/a/b", id: "E", body: Array(repeating: 0x20, count: 2_000), digest: "d")
        try await outbox.settle(through: 4, refused: [], at: now)
        await #expect(throws: OutboxError.self) { try await outbox.accept([heavy], at: now) }
    }

    @Test("A notice with the same number is the same notice")
    func notices() async throws {
        let outbox = try outbox()
        for number: UInt64 in [3, 7, 3] {
            try await outbox.keep(NumberedNotice(number: number, json: Array("{}".utf8)), at: now)
        }
        #expect(try await outbox.notices().map(\.number) == [3, 7])
        #expect(try await outbox.notices(after: 3).map(\.number) == [7])
        #expect(try await outbox.lastNotice() == 7)
    }

    @Test("The latest notices are those of the highest numbers, however far apart these lie")
    func latestNotices() async throws {
        let outbox = try outbox()
        for number: UInt64 in [3, 7, 1 << 50] {
            try await outbox.keep(NumberedNotice(number: number, json: Array("{}".utf8)), at: now)
        }
        #expect(try await outbox.latestNotices(limit: 2).map(\.number) == [7, 1 << 50])
        #expect(try await outbox.latestNotices(limit: 9).map(\.number) == [3, 7, 1 << 50])
    }

    // MARK: Epochs

    @Test("An outbox that was put back from a copy begins a new epoch, and numbers anew all that it holds")
    func restored() async throws {
        let original = try outbox()
        _ = try await original.accept(ready(1...5), at: now)
        try await original.settle(through: 2, refused: [], at: now)
        original.close()
        let copy = try Files.read(folder("data/outbox.sqlite"))
        let later = try outbox()
        _ = try await later.accept(ready(6...9), at: now)
        later.close()
        try Files.write(copy, to: folder("data/outbox.sqlite"))
        let restored = try outbox()
        #expect(restored.epoch != original.epoch)
        #expect(restored.settled == 0 && restored.last == 5)
        #expect(
            try await restored.pending(after: 0, limit: 10).map { String(decoding: $0.body, as: UTF8.self) } == [
                "{1}", "{2}", "{3}", "{4}", "{5}",
            ]
        )
        #expect(try await restored.accept(ready([1, 6]), at: now) == [.duplicate, .accepted])
    }

    @Test("Whoever removes the epoch file gets a new epoch; whoever does nothing keeps the old one")
    func byHand() throws {
        let first = try outbox()
        first.close()
        let second = try outbox()
        #expect(second.epoch == first.epoch)
        second.close()
        try Files.remove(folder("data/outbox.epoch"))
        #expect(try outbox().epoch != first.epoch)
    }

    @Test("A whole data folder put back from a copy begins a new epoch too")
    func wholeFolder() throws {
        let first = try outbox()
        first.close()
        let names = ["outbox.sqlite", "outbox.epoch"]
        let copies = try names.map { try Files.read(folder("data/\($0)")) }
        for (name, copy) in zip(names, copies) { try Files.write(copy, to: folder("data/\(name)")) }
        #expect(try outbox().epoch != first.epoch)
    }

    @Test("An aggregator that knows more than the outbox holds proves a copy: new epoch, nothing lost")
    func outrun() async throws {
        let outbox = try outbox()
        _ = try await outbox.accept(ready(1...3), at: now)
        let epoch = outbox.epoch
        await #expect(throws: OutboxError.restored(acknowledged: 10, last: 3)) {
            try await outbox.settle(through: 10, refused: [], at: now)
        }
        #expect(outbox.epoch != epoch)
        #expect(try await outbox.pending(after: 0, limit: 10).map(\.sequence) == [1, 2, 3])
    }

    // MARK: The disk

    @Test("A file that is no outbox is refused in words")
    func noOutbox() throws {
        try folder.write(String(repeating: "no database at all ", count: 100), to: "data/outbox.sqlite")
        let error = #expect(throws: OutboxError.self) { try outbox() }
        #expect("\(try #require(error))".contains("cannot be used: file is not a database"))
    }

    @Test(
        "A full disk is told apart from a broken one, nothing is half done, and it goes on when there is space",
        .enabled(if: SmallDisk.isPossible, "only root may mount a small file system of one's own")
    )
    func fullDisk() async throws {
        try Files.makeFolder(folder("data"))
        let disk = try #require(SmallDisk(at: folder("data"), size: "2m"))
        let outbox = try outbox()
        func events(_ first: Int) -> [ReadyEvent] {
            (first..<first + 20).map {
                ReadyEvent(source: "/a/b", id: "\($0)", body: Array(repeating: 0x20, count: 4_000), digest: "d")
            }
        }
        var taken = 0
        await #expect(throws: OutboxError.diskFull(path: outbox.path)) {
            while taken < 1_000 {
                _ = try await outbox.accept(events(taken), at: now)
                taken += 20
            }
        }
        #expect(outbox.last == UInt64(taken) && taken >= 60)
        #expect(disk.resize("16m"))
        #expect(try await outbox.accept(events(taken), at: now).count == 20)
        let pending = try await outbox.pending(after: 0, limit: 10_000)
        #expect(pending.map(\.sequence) == Array(1...UInt64(taken + 20)))
        outbox.close()
    }
}
