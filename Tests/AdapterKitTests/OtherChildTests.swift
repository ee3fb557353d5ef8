import AdapterKit
import DaemonKit
import MappingKit
import SafeguardingModel
import Testing

@Suite("A record never becomes one about another child")
struct OtherChildTests {
    private static func mapping(format: String = "csv", subject: String = "Child") -> String {
        """
        mapping: notes
        match: "notes_*"
        format: \(format)
        dates: [dd/MM/yyyy]
        key: { reference: Ref }
        subject: \(subject)
        child: { givenName: Given, familyName: Family, born: Born }
        events:
          - type: concern.observed
            time: Seen
            data:
              indicators: Sign
          - type: concern.observed
            name: again
            when: { Again: present }
            time: Again
            data:
              indicators: Sign
        """
    }

    private static let header = "Ref,Child,Given,Family,Born,Seen,Sign,Again\n"
    private static let ada = "N-1,C-1,Ada,Example,15/06/2011,01/01/2016,gifts,02/01/2016\n"
    private static let bea = "N-1,C-2,Bea,Sample,03/02/2012,01/01/2016,gifts,\n"
    private static let both = ["concern.observed notes-N-1-observed", "concern.observed notes-N-1-again"]

    private func quarantine(_ world: AdapterWorld) throws -> String {
        try world.text("inbox/quarantine/notes_1.csv.reasons.txt")
    }

    @Test(
        "Two rows of one file: the second is in quarantine by name, nothing is corrected or withdrawn, night after night"
    )
    func oneFile() async throws {
        let world = try AdapterWorld(mapping: Self.mapping())
        for night in 1...3 {
            try world.drop(
                Self.ada + Self.bea + "N-2,C-3,Cay,Example,01/03/2012,01/01/2016,gifts,\n",
                header: Self.header
            )
            try await world.poll()
            try world.drop(Self.bea + Self.ada, as: "notes_\(night)b.csv", header: Self.header)
            try await world.poll()
        }
        #expect(try await world.events() == Self.both + ["concern.observed notes-N-2-observed"])
        let reasons = try quarantine(world)
        #expect(reasons.contains("row 2, line 3: column 'Child': this record was about another child"))
        #expect(
            reasons.contains("in row 1 (line 2)") && reasons.contains("add the column that tells them apart to `key`")
        )
        #expect(!reasons.contains("Bea") && !reasons.contains("C-2"))
        #expect(try world.text("inbox/quarantine/notes_1.csv.rejected.csv") == Self.header + Self.bea)
    }

    @Test("In another file and after a restart just so")
    func otherFile() async throws {
        let world = try AdapterWorld(mapping: Self.mapping())
        try world.drop(Self.ada, header: Self.header)
        try await world.poll()
        try world.restart()
        try world.drop(Self.bea, as: "notes_2.csv", header: Self.header)
        try await world.poll()
        #expect(try await world.events() == Self.both)
        let reasons = try world.text("inbox/quarantine/notes_2.csv.reasons.txt")
        #expect(reasons.contains("in an export that was read before"))
    }

    @Test("JSON and JSON Lines", arguments: ["json", "json-lines"])
    func json(format: String) async throws {
        let world = try AdapterWorld(mapping: Self.mapping(format: format))
        func object(_ child: String, _ name: String) -> String {
            "{\"Ref\":\"N-1\",\"Child\":\"\(child)\",\"Given\":\"\(name)\",\"Family\":\"Example\",\"Born\":\"15/06/2011\","
                + "\"Seen\":\"01/01/2016\",\"Sign\":\"gifts\"}"
        }
        let objects = [object("C-1", "Ada"), object("C-2", "Bea")]
        let text = format == "json" ? "[\(objects.joined(separator: ","))]" : objects.joined(separator: "\n") + "\n"
        try world.drop(text, as: "notes_1.\(format == "json" ? "json" : "jsonl")", header: "")
        try await world.poll()
        #expect(try await world.events() == ["concern.observed notes-N-1-observed"])
        #expect(try world.quarantine().contains { $0.contains(".rejected.") })
    }

    @Test(
        "Name and birth date both other, where the reference does not tell; stand-ins make nobody the same child",
        arguments: [
            ("Bea,Sample,03/02/2012", true), ("Ada,Sample,15/06/2011", false), ("Ada,Example,16/06/2011", false),
            ("ADA,example,15/06/2011", false), ("Unknown,Unknown,03/02/2012", true), ("Bea,Sample,01/01/2012", true),
            ("Dummy,Test,03/02/2012", true), ("Dummy,Sample,03/02/2012", true), ("New,Patient,01/01/2012", true),
            ("Unknown,Unknown,15/06/2011", false), ("Ada,Unknown,16/06/2011", false), (",,16/06/2011", false),
            ("Ada,Example,01/01/2011", false),
        ]
    )
    func names(child: String, isOther: Bool) async throws {
        let world = try AdapterWorld(mapping: Self.mapping(subject: "Ref"))
        try world.drop(Self.ada, header: Self.header)
        try await world.poll()
        try world.drop("N-1,C-1,\(child),01/01/2016,gifts,02/01/2016\n", as: "notes_2.csv", header: Self.header)
        try await world.poll()
        #expect(try world.quarantine().isEmpty != isOther)
        #expect(try await world.events().count == (isOther ? 2 : 4))
    }

    @Test(
        "A record that began with stand-ins: its child may become known, and is never replaced by another",
        arguments: [
            ("Unknown,Unknown,01/01/2011", "Bea,Sample,03/02/2012", false),
            ("Dummy,Test,15/06/2011", "Bea,Sample,03/02/2012", true),
            ("Test,Dummy,15/06/2011", "Test,Child,03/02/2012", true),
            ("Dummy,Example,01/01/2011", "Bea,Sample,03/02/2012", true),
            ("Ada,Example,01/01/2011", "Bea,Sample,01/01/2011", true),
            ("Ada,Example,01/01/2011", "Bea,Sample,01/01/2012", true),
            ("Ada,Example,01/01/2011", "Ada,Exampel,01/01/2011", false),
            ("Ada,Example,01/01/2011", "Ada,Example,15/06/2011", false),
        ]
    )
    func standIns(first: String, second: String, isOther: Bool) async throws {
        let world = try AdapterWorld(mapping: Self.mapping(subject: "Ref"))
        for (number, child) in [first, second].enumerated() {
            try world.drop("N-1,C-1,\(child),01/01/2016,gifts,\n", as: "notes_\(number).csv", header: Self.header)
            try await world.poll()
        }
        #expect(try world.quarantine().isEmpty != isOther)
        #expect(try await world.events().count == (isOther ? 1 : 2))
    }

    @Test("Where another reference stood in and the first is found, the record follows; another child is still another")
    func referenceFound() async throws {
        let world = try AdapterWorld(mapping: Self.mapping(subject: "{ first: [Child, Sign] }"))
        let unknown = Self.ada.replacing("C-1", with: "UNKNOWN")
        for (number, row) in [unknown, Self.ada, unknown, Self.bea].enumerated() {
            try world.drop(row, as: "notes_\(number).csv", header: Self.header)
            try await world.poll()
        }
        #expect(try await world.events().count == 6)
        #expect(try world.quarantine() == ["notes_3.csv.reasons.txt", "notes_3.csv.rejected.csv"])
    }

    @Test("Case and blanks of a reference are no other child")
    func spelling() async throws {
        let world = try AdapterWorld(mapping: Self.mapping())
        try world.drop(Self.ada, header: Self.header)
        try await world.poll()
        try world.drop(Self.ada.replacing("C-1", with: "c-1 "), as: "notes_2.csv", header: Self.header)
        try await world.poll()
        #expect(try world.quarantine() == [])
    }

    @Test("A reference that was corrected passes once a person says so, and stands from then on")
    func confirmed() async throws {
        let world = try AdapterWorld(mapping: Self.mapping())
        try world.drop(Self.ada, header: Self.header)
        try await world.poll()
        let corrected = Self.ada.replacing("C-1", with: "C-11")
        try world.drop(corrected, as: "notes_2.csv", header: Self.header)
        try await world.poll()
        #expect(try await world.events() == Self.both)
        // Dropped again as it stands it is no answer to the question.
        try world.drop(corrected, as: "notes_2.csv.rejected.csv", header: Self.header)
        try await world.poll()
        #expect(try await world.events() == Self.both)
        let reasons = try world.text("inbox/quarantine/notes_2.csv.reasons.txt")
        #expect(reasons.contains("'notes_2.csv.confirmed.csv'"))
        try world.drop(corrected, as: "notes_2.csv.confirmed.csv", header: Self.header)
        try await world.poll()
        #expect(try await world.events().dropFirst(2).allSatisfy { $0.hasPrefix("event.corrected") })
        #expect(try await world.events().count == 4)
        #expect(try world.quarantine() == [])
        try world.drop(corrected, as: "notes_3.csv", header: Self.header)
        try await world.poll()
        #expect(try await world.events().count == 4)
    }

    @Test("Posted events: a correction about another child is refused, in words")
    func posted() async throws {
        let world = try AdapterWorld()
        let postHandler = EventPostHandler(agency: AdapterWorld.agency, outbox: world.outbox, clock: world.clock)
        func post(_ id: String, subject: String, of: String = "") async -> EventPostHandler.Reply {
            var text = postedEvent(id).replacing("\"subject\":\"C-1\"", with: "\"subject\":\"\(subject)\"")
            if !of.isEmpty {
                text = text.replacing("concern.observed", with: "event.corrected")
                    .replacing("\"data\":{", with: "\"data\":{\"of\":\"\(of)\",\"reason\":\"mistyped\",")
            }
            return await postHandler.take(Array(text.utf8))
        }
        #expect(await post("E-1", subject: "C-1").status == 202)
        #expect(await post("E-2", subject: "C-1", of: "E-1").status == 202)
        let reply = await post("E-3", subject: "C-2", of: "E-1")
        #expect(reply.status == 422)
        #expect(reply.body["events"]?.array?.first?["code"] == "other-child")
        #expect(reply.body["events"]?.array?.first?["message"]?.string?.contains("Withdraw it") == true)
        #expect(try await world.events().count == 2)
    }
}
