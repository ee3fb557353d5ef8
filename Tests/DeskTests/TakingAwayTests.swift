import Accounts
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
        let page = try await world.open("\(Paths.child(child))/pack", as: try await world.signedIn())
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
        let page = try await world.open("/panel", as: try await world.signedIn("sample.manager", role: .manager)).text
        #expect(page.matches(of: /<article/).count == 1 && page.contains("Ada Example"))
    }

    @Test("Each child of a panel's pack has a line in the log, and the pack is found there once")
    func panelIsLogged() async throws {
        let world = try World()
        let ada = try await world.tellOfAda()
        let position = try await world.journal.tell(
            .missingReported,
            from: "merseyside-police",
            subject: "MP-2",
            at: "2016-01-02T22:10:00Z",
            child: ["givenName": "Bea", "familyName": "Sample", "born": "2002-02-02"],
            data: ["episode": "M-2", "category": "missing"]
        )
        let bea = try #require(await world.model.children.first { $0 != ada })
        let evidence = [Sample.evidence(at: position)]
        await world.model.place([.raised(Sample.alert("A-9-1", subject: .child(bea), evidence: evidence))])
        let page = try await world.open("/panel", as: try await world.signedIn("sample.manager", role: .manager)).text
        for child in [ada, bea] {
            let looks = try AuditVerification(folder: world.auditFolder, child: child.rawValue).looks
            #expect(looks.map(\.what) == ["printed"] && looks.map(\.by) == ["sample.manager"])
        }
        let found = try AuditVerification(folder: world.auditFolder)
        #expect(found.prints.map(\.hash) == [PackFile.hash(of: Array(page.utf8))])
        #expect(try world.audited("printed").count == 2)
    }

    @Test("A panel's pack is for managers, and offered to nobody else", arguments: [Role.practitioner, .auditor])
    func panelForManagers(role: Role) async throws {
        let world = try World()
        try await world.tellOfAda()
        let visitor = try await world.signedIn(role: role)
        let page = try await world.open("/panel", as: visitor)
        #expect(page.status == .forbidden && !page.text.contains("Ada"))
        #expect(!(try await world.open("/numbers", as: visitor).text.contains("/panel")))
        let manager = try await world.signedIn("sample.manager", role: .manager)
        #expect(try await world.open("/numbers", as: manager).text.contains("/panel"))
    }

    @Test("An empty panel says what that is worth")
    func emptyPanel() async throws {
        let world = try World()
        let page = try await world.open("/panel", as: try await world.signedIn("sample.manager", role: .manager)).text
        #expect(page.contains("Nothing found, over this coverage"))
    }

    @Test(
        "No cell of a file is taken for a formula, and none breaks its line",
        arguments: [
            ("=1+1", "\"'=1+1\""), ("+44", "\"'+44\""), ("-2", "\"'-2\""), ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\tx", "\"'\tx\""), ("|calc", "\"'|calc\""), ("plain", "\"plain\""), ("\"no\"", "\"\"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""), ("a,b", "\"a,b\""),
            ("\u{1B}[31m\u{7}\u{9B}", "\"\u{FFFD}[31m\u{FFFD}\u{FFFD}\""), ("\0=1", "\"\u{FFFD}=1\""),
        ]
    )
    func cells(text: String, cell: String) {
        #expect(CSV.text([[text]]) == "\u{FEFF}\(cell)\r\n")
    }

    @Test("A chronology as a file has the page's lines, and is offered for saving")
    func chronology() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let response = try await world.open("\(Paths.child(child))/chronology.csv", as: try await world.signedIn())
        #expect(response.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(response.headers[.contentDisposition] == "attachment; filename=\"chronology.csv\"")
        #expect(response.text.contains("\"Merseyside Police\"") && response.text.contains("2016-01-02T20:40:00Z"))
        #expect(response.text.split(separator: "\r\n").count == 3)
    }
}
