import Accounts
import Desk
import Hummingbird
import HummingbirdTesting
import Journal
import SafeguardingModel
import Testing

@Suite("A child's page")
struct ChildTests {
    private func page(_ world: World) async throws -> String {
        let child = try #require(await world.model.children.first)
        return try await world.openFile(of: child, as: try await world.signedIn()).text
    }

    @Test("Joins what several agencies told, in order of occurrence, and tags what came late")
    func chronology() async throws {
        let world = try World()
        let known: JSONObject = [
            "givenName": "Ada", "familyName": "Example", "born": "2001-06-15", "nhsNumber": "9990000018",
        ]
        try await world.journal.tell(
            .healthAttended,
            from: "whiston-health",
            subject: "WH-1",
            at: "2016-01-03T11:00:00Z",
            child: known,
            data: ["setting": "emergency"]
        )
        var other = known
        other["givenName"] = "ADA"
        other["familyName"] = "EXAMPLE"
        try await world.journal.tell(
            .missingReported,
            from: "merseyside-police",
            subject: "MP-1",
            at: "2015-12-20T20:40:00Z",
            child: other,
            data: ["episode": "M-1", "category": "missing"]
        )
        let page = try await page(world)
        let missing = try #require(page.firstRange(of: "Reported missing"))
        let attended = try #require(page.firstRange(of: "Seen by health"))
        #expect(missing.lowerBound < attended.lowerBound)
        #expect(page.contains("learned 14 days later"))
        // Capitals throughout are no other name.
        #expect(page.contains("<h1>Ada Example</h1>") && !page.contains("Also called"))
        #expect(page.contains("MP-1") && page.contains("WH-1") && page.contains("2 records"))
        #expect(page.contains("NHS 9990000018"))
    }

    @Test("Shows how agencies differ about who the child is")
    func differences() async throws {
        let world = try World()
        let told = [
            ("merseyside-police", "Adda", "2001-06-05"), ("whiston-health", "Ada", "2001-06-15"),
            ("sample-academy", "Ada", "2001-06-15"),
        ]
        for (agency, name, born) in told {
            try await world.journal.tell(
                .concernObserved,
                from: AgencyName(rawValue: agency),
                subject: "\(agency)-1",
                at: "2016-01-03T11:00:00Z",
                child: [
                    "givenName": .string(name), "familyName": "Example", "born": .string(born),
                    "nhsNumber": "9990000018",
                ],
                data: ["indicators": .array(["gifts"])]
            )
        }
        // However they would be linked by themselves: a person said that they are one.
        let keys = told.map { RecordKey(agency: AgencyName(rawValue: $0.0), subject: "\($0.0)-1") }
        try await world.journal.append(
            .decision,
            from: .desk,
            EntryCodec.bytes(of: Decision(.same(keys), by: "sample.worker"))
        )
        let page = try await page(world)
        #expect(
            page.contains("<h1>Ada Example</h1>") && page.contains("Adda Example") && page.contains("Tue 5 Jun 2001")
        )
    }

    @Test("A child without a name is called by a reference")
    func nameless() async throws {
        let world = try World()
        try await world.journal.tell(
            .concernObserved,
            from: "whiston-health",
            subject: "WH-9",
            at: "2016-01-03T11:00:00Z",
            child: ["sex": "F"],
            data: ["indicators": .array(["gifts"])]
        )
        #expect(try await page(world).contains("Name not given (whiston-health WH-9)"))
    }

    @Test("A long chronology comes in pages, the latest first to be seen, and none is lost")
    func paging() async throws {
        let world = try World()
        for number in 0..<450 {
            try await world.journal.tell(
                .attendanceMarked,
                from: "sample-academy",
                subject: "SA-1",
                at: (World.start - .hours(Int64(1_000 - number))).rfc3339,
                data: ["code": "N", "session": "am", "summary": .string("Mark \(number) of many.")]
            )
        }
        let visitor = try await world.signedIn()
        let child = try #require(await world.model.children.first)
        var marks: [Int] = []
        _ = try await world.openFile(of: child, as: visitor)
        var path: String? = Paths.child(child)
        while let here = path {
            let page = try await world.open(here, as: visitor).text
            let found = page.matches(of: /Mark (\d+) of many/).compactMap { Int($0.output.1) }
            #expect(found == found.sorted() && found.count <= 200)
            marks = found + marks
            path = page.firstMatch(of: /href="([^"]+)" rel="prev"/).map { String($0.output.1) }
        }
        #expect(marks == Array(0..<450))
    }

    @Test("Addresses hold nothing by which somebody could be known")
    func addresses() async throws {
        let world = try World()
        try await world.journal.tell(
            .healthAttended,
            from: "whiston-health",
            subject: "Ada-Example",
            at: "2016-01-03T11:00:00Z",
            data: ["setting": "gp"]
        )
        for child in await world.model.children {
            #expect(!child.rawValue.contains("Ada") && !child.rawValue.contains("Example"))
        }
        let page = try await page(world)
        let title = try #require(page.firstMatch(of: /<title>(.*)<\/title>/)?.output.1)
        #expect(!title.contains("Ada"))
    }

    @Test("No title and no address of any page names a child")
    func titles() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let visitor = try await world.signedIn(role: .manager)
        var pages = [try await world.openFile(of: child, as: visitor).text]
        for path in ["/", "/alerts/A-9-0", "\(Paths.child(child))/pack", "/panel", "/handover", "/answers", "/numbers"]
        {
            pages.append(try await world.open(path, as: visitor).text)
        }
        pages.append(try await world.send("/search", as: visitor, ["q": "ada"]).text)
        #expect(pages.filter { $0.contains("Ada Example") }.count >= 5)
        for page in pages {
            let title = try #require(page.firstMatch(of: /<title>(.*)<\/title>/)?.output.1)
            let addresses = page.matches(of: /(?:href|action|src)="([^"]*)"/).map { String($0.output.1) }
            for text in addresses + [String(title)] { #expect(!text.contains("Ada") && !text.contains("Example")) }
        }
    }
}
