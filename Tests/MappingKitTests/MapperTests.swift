import MappingKit
import SafeguardingModel
import Testing

@Suite("A row becomes events")
struct MapperTests {
    private let header = "Ref,Child,Seen,Sign,Note,Who\n"

    private func event(_ mapping: Mapping, _ row: String) throws -> MappedEvent {
        try #require(outcomes(mapping, header + row).first?.event)
    }

    private func rejection(_ mapping: Mapping, _ row: String) throws -> RowError {
        try #require(outcomes(mapping, header + row).first?.rejection)
    }

    @Test("The document is what the bus wants, in the order of product and people")
    func document() throws {
        let event = try event(concernMapping(), "N-1,C-1,01/07/2016 10:00,gifts,,\n")
        #expect(
            String(decoding: event.bytes, as: UTF8.self) == """
                {"specversion":"1.0","id":"notes-N-1-observed","source":"/sample-agency/notes",\
                "type":"referralbus.v1.concern.observed","time":"2016-07-01T10:00:00+01:00",\
                "recordedtime":"2026-01-05T09:00:00Z","subject":"C-1","datacontenttype":"application/json",\
                "data":{"child":{"localAuthorityId":"C-1"},"indicators":["gifts"]}}
                """
        )
    }

    @Test(
        "Times are read as their formats say",
        arguments: [
            ("dd/MM/yyyy HH:mm", "01/07/2016 10:05", "2016-07-01T10:05:00+01:00"),
            ("dd/MM/yyyy HH:mm", "01/02/2016 24:00", "2016-02-02T00:00:00Z"),
            ("dd/MM/yyyy HH:mm", "31/12/2016 24:00", "2017-01-01T00:00:00Z"),
            ("dd/MM/yyyy HH:mm", "27/03/2016 01:30", "2016-03-27T02:30:00+01:00"),
            ("dd/MM/yyyy HH:mm", "30/10/2016 01:30", "2016-10-30T01:30:00+01:00"),
            ("dd/MM/yyyy HH:mm", "30/10/2016 02:00", "2016-10-30T02:00:00Z"),
            ("d/M/yyyy H:mm", "1/7/2016 9:05", "2016-07-01T09:05:00+01:00"),
            ("dd/MM/yyyy hh:mm a", "01/02/2016 12:30 am", "2016-02-01T00:30:00Z"),
            ("dd/MM/yyyy hh:mm a", "01/02/2016 12:30 PM", "2016-02-01T12:30:00Z"),
            ("dd MMM yyyy HH:mm", "01 Feb 2016 10:00", "2016-02-01T10:00:00Z"),
            ("d MMM yy", "29 February 16", "2016-02-29"),
            ("dd/MM/yy", "15/06/85", "1985-06-15"),
            ("yyyyMMddHHmm", "201602011005", "2016-02-01T10:05:00Z"),
            ("yyyyMMddHHmmss", "20160201100559", "2016-02-01T10:05:59Z"),
            ("yyyy-MM-dd HH:mm:ss.SSS", "2016-02-01 10:05:59.25", "2016-02-01T10:05:59.250Z"),
            ("yyyy-MM-ddTHH:mm:ssXXX", "2016-02-01T10:05:59-05:00", "2016-02-01T15:05:59Z"),
            ("iso", "2016-07-01T10:05:00Z", "2016-07-01T11:05:00+01:00"),
            ("excel", "42370", "2016-01-01"), ("excel", "42370.5", "2016-01-01T12:00:00Z"),
            ("dd/MM/yyyy", "29/02/2016", "2016-02-29"),
        ]
    )
    func times(format: String, text: String, time: String) throws {
        let event = try event(concernMapping(dates: "[\"\(format)\"]"), "N-1,C-1,\(text),gifts,,\n")
        #expect(event.time == time)
        #expect(event["precision"]?.string == (time.count == 10 ? "day" : nil))
    }

    @Test(
        "What is no time is rejected, and the sentence holds nothing of the row",
        arguments: [
            ("dd/MM/yyyy", "31/06/2016"), ("dd/MM/yyyy", "29/02/2015"), ("dd/MM/yyyy", "1/7/2016"),
            ("dd/MM/yyyy", "01/07/0216"), ("dd/MM/yyyy", "01/07/2016 10:00"), ("dd/MM/yyyy HH:mm", "01/07/2016 24:01"),
            ("dd/MM/yyyy HH:mm", "01/07/2016 10:60"), ("dd/MM/yyyy hh:mm a", "01/07/2016 13:00 pm"),
            ("yyyyMMddHHmm", "2016023010"), ("excel", "7"), ("excel", "inf"), ("iso", "2016-07-01T10:05:00"),
            ("dd/MM/yyyy", "yesterday"),
        ]
    )
    func noTimes(format: String, text: String) throws {
        let rejection = try rejection(concernMapping(dates: "[\"\(format)\"]"), "N-1,C-1,\(text),gifts,,\n")
        #expect(rejection.code == .badDate)
        #expect(rejection.column == "Seen" && rejection.field == "time" && rejection.row == 1 && rejection.line == 2)
        #expect(!rejection.description.contains(text) && rejection.description.contains(format))
        #expect(String(decoding: rejection.raw, as: UTF8.self).contains(text))
    }

    @Test(
        "Spreadsheet junk says nothing",
        arguments: ["#N/A", "#n/a", "#REF!", "NULL", "null", "\u{A0}", "\u{200B}", "\u{FEFF} "]
    )
    func junk(text: String) throws {
        let mapping = try concernMapping(event: "      summary: Note")
        #expect(try event(mapping, "N-1,C-1,01/07/2016,gifts,\(text),\n")["summary"] == nil)
        #expect(try rejection(mapping, "N-1,C-1,\(text),gifts,,\n").code == .missingValue)
        #expect(try rejection(mapping, "\(text),C-1,01/07/2016,gifts,,\n").code == .noKey)
    }

    @Test(
        "Values are made as the mapping says",
        arguments: [
            ("{ text: always }", "always"), ("Note", "a;b"), ("{ first: [Who, Note] }", "a;b"),
            ("{ join: [Note, Who, Sign], with: \"/\" }", "a;b/gifts"),
            ("{ join: [{ text: \"No \" }, Who], with: \"\" }", nil),
            ("{ column: Note, when: { Sign: gifts } }", "a;b"),
            ("{ column: Note, when: { Sign: [money, time] } }", nil),
            ("{ column: Note, when: { Who: absent, Sign: present } }", "a;b"),
            ("{ column: Note, when: { Sign: { not: [GIFTS] } } }", nil),
            ("{ column: Note, when: [{ Who: present }, { Sign: gifts }] }", "a;b"),
        ] as [(String, String?)]
    )
    func values(expression: String, value: String?) throws {
        let mapping = try concernMapping(event: "      summary: \(expression)")
        #expect(try event(mapping, "N-1,C-1,01/07/2016,gifts,a;b,\n")["summary"]?.string == value)
    }

    @Test("One text becomes several, several columns one list, and people are named one by one")
    func lists() throws {
        let mapping = try concernMapping(
            event: """
                      phones: { list: [Note, Who] }
                      people:
                        - { each: Note, by: ";", name: item, role: { text: friend } }
                        - { name: Who, role: { text: person-of-concern } }
                      vehicles: { split: Note, by: ";" }
                """
        )
        let event = try event(mapping, "N-1,C-1,01/07/2016,gifts,a; b ;,\n")
        #expect(event["phones"] == ["a; b ;"])
        #expect(event["vehicles"] == ["a", "b"])
        #expect(event["people"] == [["name": "a", "role": "friend"], ["name": "b", "role": "friend"]])
    }

    @Test(
        "An unknown code is rejected, kept or emptied, as its list says; codes are compared leniently",
        arguments: [
            ("else: reject", nil), ("else: keep", "Odd"), ("else: empty", ""),
        ] as [(String, String?)]
    )
    func codes(otherwise: String, value: String?) throws {
        let mapping = try concernMapping(
            more: "codes: { note: { High Risk: high, \(otherwise) } }",
            event: "      summary: { column: Note, codes: note }"
        )
        #expect(try event(mapping, "N-1,C-1,01/07/2016,gifts, hIGH  risk,\n")["summary"]?.string == "high")
        let odd = try #require(outcomes(mapping, header + "N-1,C-1,01/07/2016,gifts,Odd,\n").first)
        #expect((odd.event.map { $0["summary"]?.string ?? "" }) == value)
        #expect(odd.rejection?.code == (value == nil ? .unknownCode : nil))
    }

    @Test("Text where a whole number is needed is no missing value, and the cell stays out of the message")
    func noNumber() throws {
        let rejection = try rejection(
            concernMapping(event: "      people: [{ name: Who, age: Note }]"),
            "N-1,C-1,01/07/2016,gifts,seven,x\n"
        )
        #expect(rejection.code.rawValue == "bad-number" && rejection.column == "Note")
        #expect(rejection.field == "data.people" && !rejection.description.contains("seven"))
    }

    @Test("A fault in an event's condition is no fault of its subject")
    func faultInCondition() throws {
        let mapping = try concernMapping(
            event: """
                  - name: second
                    type: concern.observed
                    when: { Note: [high] }
                    time: Seen
                    data: { indicators: Who }
                """,
            format: "json"
        )
        let text = #"[{"Ref":"N-1","Child":"C-1","Seen":"01/07/2016","Sign":"gifts","Note":["a","b"]}]"#
        let rejection = try #require(outcomes(mapping, text).compactMap(\.rejection).first)
        #expect(rejection.code == .notText && rejection.column == "Note" && rejection.field == "when")
    }

    @Test("A condition that does not hold, or a needed field without content, makes no event but says which")
    func absent() throws {
        let mapping = try concernMapping(
            event: """
                  - name: second
                    type: concern.observed
                    when: { Who: present }
                    time: Seen
                    data: { indicators: Who }
                  - name: third
                    type: concern.observed
                    needs: indicators
                    time: Seen
                    data: { indicators: Note }
                """
        )
        let absent = try outcomes(mapping, header + "N-1,C-1,01/07/2016,gifts,,\n").compactMap(\.absent)
        #expect(absent.map(\.key) == ["notes-N-1-second", "notes-N-1-third"])
    }

    @Test(
        "Checks and required columns reject the row with the author's words",
        arguments: [
            ("required: [Who]", "the column is required"),
            ("checks: [{ filled: [Who], says: Tell who. }]", "Tell who."),
            ("checks: [{ order: [Seen, Note], says: Turned round. }]", "Turned round."),
        ]
    )
    func checks(more: String, says: String) throws {
        let rejection = try rejection(concernMapping(more: more), "N-1,C-1,02/07/2016 10:00,gifts,01/07/2016,\n")
        #expect(rejection.message.contains(says))
    }

    @Test("What the bus would refuse is rejected here, with the bus's own words and path")
    func refused() throws {
        let rejection = try rejection(concernMapping(), "N-1,C-1,01/07/2016,,,\n")
        #expect(rejection.code == .refused && rejection.field == "$.data.indicators" && rejection.event == "observed")
    }

    @Test("A reference number stands in the id as it is; anything else is hashed, the same on every machine")
    func ids() throws {
        let mapping = try concernMapping()
        #expect(try event(mapping, "N-1/a.B_2,C-1,01/07/2016,gifts,,\n").key == "notes-N-1/a.B_2-observed")
        #expect(
            try event(mapping, "Ada Example,C-1,01/07/2016,gifts,,\n").key == "notes-~352026037c54322e06d2-observed"
        )
    }
}

@Suite("JSON becomes events")
struct JSONMapperTests {
    private func mapping(_ event: String) throws -> Mapping {
        try Mapping(
            parsing: """
                mapping: notes
                match: "*.jsonl"
                format: json-lines
                key: { reference: id }
                subject: child.ref
                child: { givenName: child.name, aliases: child.aliases }
                events:
                  - type: concern.observed
                    time: seen
                    data:
                      indicators: signs
                \(event)
                """,
            file: "notes.yaml"
        )
    }

    @Test("Members are reached by their paths, arrays give several values, objects are taken one by one")
    func paths() throws {
        let mapping = try mapping(
            """
                  people: { each: met, name: name, phones: phones, role: { text: person-of-concern, when: { adult: ["true"] } } }
                  handles: { list: [deep.handle] }
            """
        )
        let line = """
            {"id":7,"seen":"2016-07-01","signs":["gifts","late"],"child":{"ref":"C-1","name":"Ada","aliases":["Addy"]},\
            "met":[{"name":"Male Five","phones":["07700 900123"],"adult":true},{"name":"","phones":[]},{"name":"Friend"}],\
            "deep":{"handle":"h77"}}
            """
        let event = try #require(outcomes(mapping, line).first?.event)
        #expect(event.key == "notes-7-observed")
        #expect(event["child"] == ["givenName": "Ada", "aliases": ["Addy"]])
        #expect(event["indicators"] == ["gifts", "late"])
        #expect(event["handles"] == ["h77"])
        #expect(
            event["people"] == [
                ["name": "Male Five", "role": "person-of-concern", "phones": ["07700 900123"]], ["name": "Friend"],
            ]
        )
    }

    @Test("An object where one value is expected is rejected")
    func notText() throws {
        let line =
            "{\"id\":7,\"seen\":\"2016-07-01\",\"signs\":[\"x\"],\"child\":{\"ref\":\"C\",\"name\":{\"first\":\"A\"}}}"
        #expect(try outcomes(mapping(""), line).first?.rejection?.code == .notText)
    }
}
