import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("What leaves the desk")
struct TakingAwayTests {
    @Test("A pack carries its marking, its maker and a hash by which it is found in the log")
    func pack() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let page = try await world.open("\(Paths.child(child))/pack", as: try world.signedIn())
        #expect(page.status == .ok)
        for words in ["OFFICIAL-SENSITIVE", "sample.worker", "Ada Example", "Mon 4 Jan 2016 09:00", "Chronology"] {
            #expect(page.text.contains(words), "\(words)")
        }
        let hash = PackFile.hash(of: Array(page.text.utf8))
        #expect(page.text.contains(hash))
        #expect(try AuditVerification(folder: world.auditFolder).prints.map(\.hash) == [hash])
        let changed = page.text.replacing("Ada Example", with: "Ada Other")
        #expect(PackFile.hash(of: Array(changed.utf8)) != hash)
    }

    @Test("The panel's pack has every child with an open alert, once")
    func panel() async throws {
        let world = try World()
        try await world.tellOfAda()
        let page = try await world.open("/panel", as: try world.signedIn()).text
        #expect(page.matches(of: /<article/).count == 1 && page.contains("Ada Example"))
    }

    @Test("An empty panel says what that is worth")
    func emptyPanel() async throws {
        let world = try World()
        let page = try await world.open("/panel", as: try world.signedIn()).text
        #expect(page.contains("Nothing found, over this coverage"))
    }

    @Test(
        "No cell of a file is taken for a formula, and none breaks its line",
        arguments: [
            ("=1+1", "\"'=1+1\""), ("+44", "\"'+44\""), ("-2", "\"'-2\""), ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\tx", "\"'\tx\""), ("|calc", "\"'|calc\""), ("plain", "\"plain\""), ("\"no\"", "\"\"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""), ("a,b", "\"a,b\""),
        ]
    )
    func cells(text: String, cell: String) {
        #expect(CSV.text([[text]]) == "\u{FEFF}\(cell)\r\n")
    }

    @Test("A chronology as a file has the page's lines, and is offered for saving")
    func chronology() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let response = try await world.open("\(Paths.child(child))/chronology.csv", as: try world.signedIn())
        #expect(response.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(response.headers[.contentDisposition] == "attachment; filename=\"chronology.csv\"")
        #expect(response.text.contains("\"Merseyside Police\"") && response.text.contains("2016-01-02T20:40:00Z"))
        #expect(response.text.split(separator: "\r\n").count == 3)
    }
}
