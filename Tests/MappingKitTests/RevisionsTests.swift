import EventFormat
import MappingKit
import SafeguardingModel
import Testing

@Suite("New, known, corrected, taken back")
struct RevisionsTests {
    private let header = "Ref,Child,Seen,Sign,Reason\n"

    private func event(_ row: String, exported moment: Instant = exported) throws -> MappedEvent {
        let mapping = try concernMapping(event: "      summary: Reason")
        var rows = SourceRows(mapping)
        var mapper = Mapper(mapping, agency: "sample-agency")
        guard case .row(let row)? = try (rows.feed(Array((header + row).utf8)) + rows.finish()).first else {
            throw ExportError(.empty, "no row")
        }
        return try #require(mapper.map(row, exported: moment).first?.event)
    }

    private func publication(_ step: Revisions.Step) -> (sort: String, publication: Publication)? {
        switch step {
        case .nothing: nil
        case .publish(let publication): ("publish", publication)
        case .correct(let publication): ("correct", publication)
        case .withdraw(let publication): ("withdraw", publication)
        }
    }

    @Test("A life: published, repeated, corrected twice, withdrawn, said again; the bus takes each of them")
    func life() throws {
        let first = try event("N-1,C-1,01/07/2016,gifts,\n")
        let second = try event("N-1,C-1,01/07/2016,money,\n")
        let published = try #require(publication(Revisions.decide(previous: nil, first)))
        #expect(published.sort == "publish" && published.publication.id == "notes-N-1-observed")

        let known = published.publication.published
        #expect(Revisions.decide(previous: known, first) == .nothing)

        let corrected = try #require(publication(Revisions.decide(previous: known, second)))
        #expect(corrected.sort == "correct" && corrected.publication.id == "notes-N-1-observed-r2")
        let again = try #require(publication(Revisions.decide(previous: corrected.publication.published, first)))
        #expect(again.sort == "correct" && again.publication.id == "notes-N-1-observed-r3")

        let absent = AbsentEvent(key: first.key, source: "/sample-agency/notes", subject: "C-1")
        let withdrawn = try #require(
            publication(Revisions.decide(previous: again.publication.published, absent, exported: exported))
        )
        #expect(withdrawn.sort == "withdraw" && withdrawn.publication.id == "notes-N-1-observed-r4")
        #expect(Revisions.decide(previous: withdrawn.publication.published, absent, exported: exported) == .nothing)

        let anew = try #require(publication(Revisions.decide(previous: withdrawn.publication.published, first)))
        #expect(anew.sort == "publish" && anew.publication.id == "notes-N-1-observed-r5")
        let late = try #require(publication(Revisions.decide(previous: anew.publication.published, second)))

        var reader = EventReader()
        var about: [String?] = []
        for publication in [published, corrected, again, withdrawn, anew, late].map(\.publication) {
            let event = try reader.read(publication.bytes)
            #expect(event.id == publication.id)
            about.append(event.corrects)
        }
        let original = "notes-N-1-observed"
        #expect(about == [nil, original, original, original, nil, "notes-N-1-observed-r5"])
    }

    @Test("A correction holds the whole of what should have been said, and why")
    func correction() throws {
        let known = PublishedRevision(id: "notes-N-1-observed", digest: "other", revision: 1)
        let step = try Revisions.decide(previous: known, event("N-1,C-1,01/07/2016,money,\n"))
        let bytes = try #require(publication(step)).publication.bytes
        let document = try JSONReader.read(bytes)
        #expect(document["type"] == "referralbus.v1.event.corrected")
        #expect(document["time"] == "2016-07-01")
        #expect(document["data"]?["indicators"] == ["money"])
        #expect(document["data"]?["of"] == "notes-N-1-observed")
        #expect(document["data"]?["reason"] == "the record was changed in the agency's system")
    }

    @Test("When the export was made does not make a record another one")
    func exportMoment() throws {
        let early = try event("N-1,C-1,01/07/2016,gifts,\n")
        let late = try event("N-1,C-1,01/07/2016,gifts,\n", exported: exported + .days(30))
        #expect(early.digest == late.digest)
        #expect(early.bytes != late.bytes)
    }

    @Test(
        "Anything that the event says makes it another one",
        arguments: [
            "N-1,C-2,01/07/2016,gifts,", "N-1,C-1,02/07/2016,gifts,", "N-1,C-1,01/07/2016,money,",
            "N-1,C-1,01/07/2016,gifts,x",
        ]
    )
    func otherContent(row: String) throws {
        #expect(try event(row + "\n").digest != event("N-1,C-1,01/07/2016,gifts,\n").digest)
    }

    @Test("A grown file gives its new rows alone, and its order does not matter")
    func grownFile() throws {
        let mapping = try concernMapping()
        let first = "Ref,Child,Seen,Sign\nN-1,C-1,01/07/2016,gifts\n"
        var run = SampleRun(mapping, agency: "sample-agency")
        #expect(try run.lines(of: Array(first.utf8)).count == 1)
        #expect(try run.lines(of: Array(first.utf8)).isEmpty)
        let grown = "Child,Ref,Sign,Seen\nC-2,N-2,late,02/07/2016\nC-1,N-1,gifts,01/07/2016\n"
        #expect(try run.lines(of: Array(grown.utf8)).count == 1)
    }

    @Test("A record that is gone is taken back where the export is full, and never twice")
    func gone() throws {
        let mapping = try concernMapping(more: "full: true")
        #expect(mapping.isFull)
        let known = PublishedRevision(id: "notes-N-1-observed", digest: "x", revision: 1)
        let absent = AbsentEvent(key: "notes-N-1-observed", source: "/sample-agency/notes")
        let step = try #require(publication(Revisions.gone(previous: known, absent, exported: exported)))
        #expect(step.sort == "withdraw")
        var reader = EventReader()
        #expect(try reader.read(step.publication.bytes).corrects == "notes-N-1-observed")
        #expect(Revisions.gone(previous: step.publication.published, absent, exported: exported) == .nothing)
    }
}
