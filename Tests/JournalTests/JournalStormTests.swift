import Foundation
import SafeguardingModel
import Testing

@testable import Journal

/// A journal through random batches, faults of the disk, checkpoints and crashes, beside a model of it that is an array.
@Suite("The journal in a storm")
struct JournalStormTests {
    private struct Model {
        var bodies: [[UInt8]] = []
        var positions: [String: Position] = [:]
        var mark: UInt64 = 0

        /// The outcomes that a batch must have; applies it.
        mutating func append(_ drafts: [(id: String, draft: Batch.Draft)]) -> [Batch.Outcome] {
            drafts.map { id, draft in
                guard let known = positions[id] else {
                    bodies.append(draft.body)
                    positions[id] = Position(bodies.count)
                    return .stored(position: Position(bodies.count))
                }
                return bodies[Int(known.number) - 1] == draft.body ? .duplicate(of: known) : .conflict(with: known)
            }
        }
    }

    private static func drafts(_ chance: inout SeededGenerator) -> [(id: String, draft: Batch.Draft)] {
        (0...chance.below(6)).map { _ in
            let (id, summary) = (String(chance.below(90)), chance.happens(oneIn: 5) ? "other" : "")
            return (id, .event(id, summary: summary))
        }
    }

    @Test(
        "holds what was acknowledged, each event once, whatever happens between",
        arguments: 1...12 as ClosedRange<UInt64>
    )
    func storm(seed: UInt64) async throws {
        FaultyDisk.install()
        var chance = SeededGenerator(seed: seed)
        var (folder, model) = (try JournalFolder(), Model())
        var journal = try folder.open()
        var roots: [JournalRoot] = []
        for step in 1...80 as ClosedRange<UInt64> {
            let drafts = Self.drafts(&chance)
            let mark = OutboxMark(agency: "sample", epoch: 1, seq: step)
            let batch = Batch(drafts: drafts.map(\.draft), marks: [mark])
            switch chance.below(8) {
            case 0:  // The disk fails: nothing of the batch is there, now and in the next process.
                FaultyDisk.fail(below: folder.path, with: chance.pick([.full, .write]))
                #expect(throws: JournalError.self) { try journal.append(batch, at: JournalFolder.now) }
                FaultyDisk.fail(below: folder.path, with: nil)
                journal.close()
                journal = try folder.open()
            case 1:  // A crash: the files as they are, without what the process held.
                let left = try JournalFolder()
                for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                    try FileManager.default.copyItem(atPath: "\(folder.path)/\(name)", toPath: "\(left.path)/\(name)")
                }
                journal.close()
                (folder, journal) = (left, try left.open())
            case 2: _ = try await journal.checkpoint()
            default:
                let outcomes = try journal.append(batch, at: JournalFolder.now).outcomes
                #expect(outcomes == model.append(drafts), "seed \(seed), step \(step)")
                model.mark = step
                if let root = journal.root, chance.happens(oneIn: 9) { roots.append(root) }
            }
            #expect(try journal.entries(from: 1, limit: 999).map(\.body) == model.bodies, "seed \(seed), step \(step)")
            #expect(try journal.settled("sample", epoch: 1) == model.mark, "seed \(seed), step \(step)")
        }
        let report = try journal.verifySeals(keptRoots: roots)
        #expect(report.faults.isEmpty && report.entries == model.bodies.count, "seed \(seed): \(report.faults)")
    }
}
