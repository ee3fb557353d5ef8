import SafeguardingModel
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    @Test("Valid numbers are read as people type them", arguments: ["9434765919", "991 200 3888", "987-654-3210"])
    func nhs(text: String) throws {
        #expect(try NHSNumber(parsing: text).text.utf8.count == 10)
    }

    @Test("NHS England's own example fails its check")
    func nhsCheck() {
        #expect(throws: IdentifierError.failedCheck(.nhsNumber)) { try NHSNumber(parsing: "9333333333") }
        #expect(throws: IdentifierError.wrongLength(.nhsNumber, expected: 10, found: 3)) {
            try NHSNumber(parsing: "123")
        }
        #expect(throws: IdentifierError.wrongCharacter(.nhsNumber)) { try NHSNumber(parsing: "94347659X9") }
    }

    @Test("A pupil number is checked by its letter")
    func upn() throws {
        #expect(try UniquePupilNumber(parsing: "b80120 0005001").text == "B801200005001")
        #expect(throws: IdentifierError.failedCheck(.upn)) { try UniquePupilNumber(parsing: "A801200005001") }
    }

    @Test("A PNC id is checked by its letter", arguments: ["1979/0163001B", "2003/0011985X"])
    func pnc(text: String) throws {
        #expect(try PNCIdentifier(parsing: text).text == text)
        #expect(throws: IdentifierError.failedCheck(.pncId)) { try PNCIdentifier(parsing: text.dropLast() + "A") }
    }
}
