import DaemonKit
import Logging
import SafeguardingModel

extension FolderSource {
    /// Withdraws records that a full export lacks, unless the export seems not to be full.
    func withdrawGone(_ candidate: Candidate, _ step: ReadingStep) async throws {
        let rejected = try await outbox.file(candidate.name.text)?.tally.rejected ?? 0
        let (known, gone) = try await outbox.countGone(step)
        guard gone > 0 else { return }
        guard rejected == 0 else {
            // One of the rejected rows may be the missing record.
            logger.record(.warning, "Nothing withdrawn, rows were rejected", [.file: step.file, .count: gone])
            return
        }
        guard gone <= max(10, known / 2) else {
            doubt(candidate, step, gone: gone, of: known)
            return
        }
        while try await outbox.withdrawGone(step, exported: candidate.information.modified, at: clock.now).mayHaveMore {
            try Task.checkCancellation()
        }
    }

    /// Warns instead of withdrawing: when more than 10 and more than half of all records are gone at once, the export
    /// is far more probably empty or partial than true.
    private func doubt(_ candidate: Candidate, _ step: ReadingStep, gone: Int, of known: Int) {
        let reason =
            "All rows were taken. But this export lacks \(gone) of the \(known) records known so far, too many to believe "
            + "that it is a full one, so none of them was withdrawn. Export again; where it is right, set `full: false` in "
            + "the mapping and withdraw the records by events of the type event.withdrawn."
        nameInQuarantine("\(candidate.name.text).withdrawals", because: reason)
        logger.record(.warning, "Nothing withdrawn, too many records are gone", [.file: step.file, .count: gone])
    }
}
