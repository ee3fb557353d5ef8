import Correlation
import Journal
import SafeguardingModel
import ServiceLifecycle
import Synchronization

extension CorrelationWorker {
    /// Applies the whole journal, page by page, until nothing on disk is unjudged. While one page is judged, the next
    /// is read on another core.
    func recall(_ journal: Journal, recordedThrough recorded: Position) async throws {
        var page = RecallPage(journal, after: through)
        while !Task.isShuttingDownGracefully {
            let entries = try await page.entries
            guard let last = entries.last else {
                if isAtEnd(of: journal) {
                    if through > recorded { await perform?([], through) }
                    return
                }
                page = RecallPage(journal, after: through)
                continue
            }
            page = RecallPage(journal, after: last.position)
            await finish(effects(of: entries, after: recorded))
            // The health is answered between two pages; otherwise the aggregator would seem to hang.
            await Task.yield()
        }
        page.cancel()
    }

    private func effects(of entries: [JournalEntry], after recorded: Position) -> [RecordedEffect] {
        var effects: [RecordedEffect] = []
        for entry in entries {
            through = entry.position
            let new = correlator.apply(entry)
            if entry.position > recorded { effects += RecordedEffect.numbered(new, at: entry.position) }
        }
        return effects
    }

    /// Returns whether the recall has reached the journal's end. A writer makes an entry visible in ``Journal/last``
    /// before submitting it: an entry that was not submitted because of the recall is seen here, and later ones are
    /// submitted.
    private func isAtEnd(of journal: Journal) -> Bool {
        progress.withLock { progress in
            progress.isRecalling = journal.last > through
            return !progress.isRecalling
        }
    }
}

/// A page of the journal that is being read.
private struct RecallPage {
    private let task: Task<[JournalEntry], any Error>

    /// The number of entries in a page: large enough that switching costs little, small enough that the operator sees
    /// it advance.
    private static let length = 4_000

    init(_ journal: Journal, after position: Position) {
        task = Task.detached {
            let stored = try journal.entries(from: position + 1, limit: RecallPage.length)
            var codec = EntryCodec()
            var entries: [JournalEntry] = []
            entries.reserveCapacity(stored.count)
            for entry in stored { entries.append(try codec.read(entry)) }
            return entries
        }
    }

    var entries: [JournalEntry] {
        get async throws { try await task.value }
    }

    func cancel() { task.cancel() }
}
