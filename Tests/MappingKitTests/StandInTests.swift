import MappingKit
import SafeguardingModel
import Testing

@Suite("A word that says that there is no reference is none")
struct StandInTests {
    static let standIns = [
        "UNKNOWN", "unknown", "N/A", "n.a.", "0", "000", "000-000-0000", "TBC", "None", "-", "?", "XXX", "x",
        "9999999999",
        "9999", "Not known", "NOT KNOWN (2)", "Unknown male", "nil", "NULL", "1111111", "To be confirmed", " - ",
        "W000000", "12345678", "123456", "0123456789", "1234567890", "987654321", "654321", "0000", "P-999999",
        "A000000000000", "0000/0000000A", "H1234567", "AAAA", "new patient", "New baby", "No number",
        "NO HOSP NO", "NoHospNo", "NHS NUMBER NOT KNOWN", "NHS no. not yet allocated", "awaiting",
        "Awaiting NHS number",
        "no UPN", "No ID", "UPN unavailable", "not held", "number to follow",
        "temporary number", "Dummy patient", "None given", "Missing", "to be allocated", "No reference",
    ]
    static let references = [
        "W-1", "7", "11", "99", "MP-0", "A0", "XX1", "NA1", "10442", "N-1", "\u{e9}",
        "12345", "234567", "1234566", "W100000", "ABCD123456", "A0000B1", "TEST-1", "NEW-1042", "NOR", "NOT-7", "CHILD",
        "Hospital", "Newton", "Nona", "Nono", "Norman", "Temple", "Testa", "Newland", "A-123-456-B7",
    ]

    @Test("Stand-ins", arguments: standIns)
    func standIn(text: String) { #expect(StandIn.isOne(text)) }

    @Test("References", arguments: references + [""])
    func reference(text: String) { #expect(!StandIn.isOne(text)) }

    @Test(
        "Names that are words of absence in a reference only",
        arguments: ["Blank", "Na", "New", "Nil", "No", "Null", "Tobe", "Uk"]
    )
    func name(text: String) { #expect(StandIn.isOne(text) && !StandIn.isName(text)) }

    @Test(
        "Names of people, of which words of absence are a part",
        arguments: """
            Newman Noman Newby Newell Newton Newland Newbold Newson Newbury Nolan Noble Norman Norris North Norton Nott
            Notley Nothard Nowak Noel Noakes Noone Noor Nona Nono Nok Nor Nam Ng Ngo Nguyen Ni Nie Ning Nwosu Nkosi
            Nnamdi Nana Naz Nisa Nila Nilsson Nita Nunn Nonso Thenot Testa Temple Tempest Temi Tembo Pender Vo Ho Ha Le
            Ly Do Du Yu Xu Wu Wei Xi An Anh Ana Anand Unwin Unal Unni Dumisani Tobi Tobechukwu Waite Held Case Date Care
            Male Man Woman Young Youngman Boy Girl Baby First Last The Thi Blanks Blanka Bo O Newman-Young Nothe
            """.split(whereSeparator: \.isWhitespace).map(String.init)
    )
    func realName(text: String) { #expect(!StandIn.isName(text) && !StandIn.isName(text.uppercased())) }

    @Test(
        "Online names and houses",
        arguments: [
            ("newgirl", false), ("noname", false), ("New School", false), ("nobodyshome", false), ("11", false),
            ("unknown", true), ("N/A", true), ("na", true), ("Not known", true), ("anonymous", true), ("TBC", true),
            ("x", true), ("?", true), ("-", true), ("nil", true), ("nk", true), ("null", true), ("none", true),
        ]
    )
    func word(text: String, isStandIn: Bool) { #expect(StandIn.isWord(text) == isStandIn) }

    @Test(
        "Texts in a name's place",
        arguments: [
            "Unknown", "N/A", "NK", "None", "No name", "Not known", "Not yet known", "NotKnown", "Name withheld",
            "New baby", "Newborn", "To be confirmed", "TBC", "Unknown man", "Test patient", "-", "?", "X", "Not given",
        ]
    )
    func noName(text: String) { #expect(StandIn.isName(text)) }

    private func mapping(key: String = "{ reference: Ref }", subject: String = "{ first: [Hospital, NHS] }") throws
        -> Mapping
    {
        try Mapping(
            parsing: """
                mapping: visits
                match: "visits_*.csv"
                format: csv
                dates: [dd/MM/yyyy]
                key: \(key)
                subject: \(subject)
                child: { givenName: Name, familyName: Family, nhsNumber: NHS, localAuthorityId: Hospital }
                events:
                  - type: health.attended
                    time: Seen
                    data:
                      setting: Setting
                """,
            file: "visits.yaml"
        )
    }

    private static let header = "Ref,Hospital,NHS,Name,Family,Seen,Setting\n"

    @Test("The next reference stands in, as where the cell is empty", arguments: standIns)
    func next(text: String) throws {
        let event = try outcomes(
            mapping(),
            Self.header + "A-1,\"\(text)\",9990000034,Cay,Example,01/01/2016,emergency\n"
        )
        .first?.event
        #expect(event?.document["subject"] == "9990000034")
        #expect(event?["child"]?["localAuthorityId"] == nil)
    }

    @Test("Without any the row is rejected, in words", arguments: standIns)
    func none(text: String) throws {
        let row = "A-1,\"\(text)\",\"\(text)\",Ada,Example,01/01/2016,emergency\n"
        let rejection = try outcomes(mapping(), Self.header + row).first?.rejection
        #expect(rejection?.message.contains("reference for the child") == true, "\(rejection?.message ?? "nothing")")
    }

    @Test("A record has no key by it either; a plain number among several columns may be 0")
    func keys() throws {
        let row = "UNKNOWN,W-1,,Ada,Example,01/01/2016,emergency\n"
        #expect(try outcomes(mapping(), Self.header + row).first?.rejection?.code == .noKey)
        let several = try mapping(key: "{ columns: [Hospital, Ref] }")
        let keys = try ["W-1", "W-2"].flatMap { hospital in
            try ["0", "1"].compactMap { number in
                let row = "\(number),\(hospital),,Ada,Example,01/01/2016,emergency\n"
                return try outcomes(several, Self.header + row).first?.event?.key
            }
        }
        #expect(Set(keys).count == 4)
    }

    @Test("In JSON as in CSV, a number as a text")
    func json() throws {
        let mapping = try concernMapping(format: "json")
        for child in ["0", "\"UNKNOWN\"", "\"n/a\"", "null"] {
            let text = "[{\"Ref\":\"N-1\",\"Child\":\(child),\"Seen\":\"01/01/2016\",\"Sign\":\"gifts\"}]"
            #expect(try outcomes(mapping, text).first?.rejection != nil, "\(child)")
        }
    }

    @Test("A word that is a code elsewhere keeps its meaning")
    func codes() throws {
        let mapping = try concernMapping()
        let event = try outcomes(mapping, "Ref,Child,Seen,Sign\nN-1,C-1,01/01/2016,none\n").first?.event
        #expect(event?["indicators"] == ["none"])
    }
}
