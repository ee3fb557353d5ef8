import SafeguardingModel
import Testing

@testable import Journal

@Suite("Entries as they are kept and read")
struct EntryCodecTests {
    private func stored(_ kind: StoredEntry.Kind, _ text: String) -> StoredEntry {
        StoredEntry(position: 7, at: JournalFolder.now, kind: kind, agency: "sample", body: Array(text.utf8))
    }

    @Test("A decision and a configuration are read as they were written, and always give the same bytes")
    func written() throws {
        let decision = Decision(.close(alert: "A-1-0", outcome: "none"), by: "sample.worker", note: "a/b")
        let site = SiteConfiguration(agencies: [Agency(name: "sample", title: "Sample", sector: .health)], rules: [])
        var codec = EntryCodec()
        let entries = try [
            codec.read(stored(.decision, EntryCodec.text(of: decision))),
            codec.read(stored(.configuration, EntryCodec.text(of: site))), codec.read(stored(.tick, "")),
        ]
        #expect(entries.map(\.body) == [.decision(decision), .configuration(site), .tick])
        #expect(entries.allSatisfy { $0.position == 7 && $0.at == JournalFolder.now })
        #expect(EntryCodec.bytes(of: decision) == EntryCodec.bytes(of: decision))
        #expect(EntryCodec.text(of: decision).contains("a/b"))
    }

    @Test(
        "An entry that cannot be read is named by its position, and not by what it holds",
        arguments: [StoredEntry.Kind.event, .decision, .configuration, .init(word: "later")],
        ["", "{", "{\"givenName\":\"Ada\"}", "[]", "null"]
    )
    func unreadable(kind: StoredEntry.Kind, text: String) throws {
        var codec = EntryCodec()
        do {
            _ = try codec.read(stored(kind, text))
            Issue.record("\(kind) \(text) was read")
        } catch {
            guard case .unreadable(7, _) = error else {
                Issue.record("\(error)")
                return
            }
            #expect("\(error)".hasPrefix("journal entry 7 cannot be read: ") && !"\(error)".contains("Ada"))
        }
    }

    @Test("A kind has one number in the file", arguments: [StoredEntry.Kind.event, .decision, .configuration, .tick])
    func numbers(kind: StoredEntry.Kind) {
        #expect(StoredEntry.Kind(number: Int(kind.number)) == kind)
    }

    @Test("An entry of a kind that this version does not know is not passed over")
    func unknownKind() throws {
        let folder = try JournalFolder()
        let journal = try folder.open()
        _ = try journal.append(Batch(events: ["1"]), at: JournalFolder.now)
        journal.close()
        try folder.change(folder.journalPath, "UPDATE entry SET kind = 9")
        let reason = "a kind that this version does not know"
        #expect(throws: JournalError.unreadable(position: 1, reason: reason)) {
            try folder.open().entries(from: 1, limit: 1)
        }
    }
}
