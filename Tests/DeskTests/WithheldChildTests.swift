import Accounts
import DaemonKit
import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("A restricted child among others")
struct WithheldChildTests {
    private static let restriction = """
        restricted:
          - { record: whiston-health/WH-R, readers: [sample.named], why: family of staff }
        """

    private static let restricted: JSONObject = ["givenName": "Rae", "familyName": "Hidden", "born": "2002-02-02"]

    private func world() async throws -> World {
        let world = try World()
        try world.restrict(Self.restriction)
        try await world.judge(by: ["shared-between-children", "repeated-referrals", "hot-place"])
        return world
    }

    /// A fact about a child that names a man; only time where nobody tells it.
    private func tell(
        _ world: World,
        _ number: String,
        _ agency: AgencyName? = nil,
        told: Bool = true,
        inHours hours: Int64 = 1
    )
        async throws
    {
        let agency = agency ?? (number == "R" ? "whiston-health" : "merseyside-police")
        world.clock.set(world.clock.now + .hours(hours))
        guard told else { return try await world.journal.passTime() }
        let others: JSONObject = [
            "givenName": .string("Quinn \(number)"), "familyName": "Sample", "born": .string("2001-0\(number)-11"),
        ]
        try await world.journal.tell(
            .concernObserved,
            from: agency,
            subject: agency == "whiston-health" ? "WH-\(number)" : "MP-\(number)",
            at: world.clock.now.rfc3339,
            child: number == "R" ? Self.restricted : others,
            data: [
                "indicators": .array(["gifts"]), "handles": .array(["h77"]),
                "places": .array([.object(["uprn": "38000777"])]),
            ]
        )
    }

    @Test("A record that turns out to be theirs is hidden with all alerts, before and after", arguments: Role.allCases)
    func joined(role: Role) async throws {
        guard role.mayRead else { return }
        let world = try await world()
        for day in 1...3 {
            try await world.journal.tell(
                .referralMade,
                from: "whiston-health",
                subject: "WH-R",
                at: "2016-01-0\(day)T10:00:00Z",
                child: Self.restricted,
                data: ["referral": .string("r\(day)")]
            )
        }
        let alerts = await world.model.openAlertIDs()
        #expect(alerts.count == 1)
        try await tell(world, "R", "merseyside-police")
        #expect(await world.model.children.count == 1)
        let visitor = try await world.signedIn("sample.other", role: role)
        for path in ["/", "/?show=all", "/handover", "/answers", "/numbers", "/panel"] {
            let page = try await world.open(path, as: visitor).text
            for word in alerts + ["Hidden", "WH-R", "MP-R", "Name not given"] {
                #expect(!page.contains(word), "\(path): \(word)")
            }
        }
        #expect(try await world.open("/", as: visitor).text.contains("No alert"))
        #expect(try await world.open("/alerts/\(alerts[0])", as: visitor).status == .notFound)
        let named = try await world.signedIn("sample.named", role: .manager)
        #expect(try await world.open("/", as: named).text.contains("Rae Hidden"))
    }

    @Test(
        "What others share stands as it would without the restricted child, whenever that child was told of",
        arguments: [
            ["R", "1", "2", "3"], ["1", "R", "2", "3"], ["1", "2", "R", "3"], ["1", "2", "3", "R"], ["1", "2", "R"],
            ["1", "R"],
        ]
    )
    func shared(order: [String]) async throws {
        var pages: [[String]] = []
        for isTold in [true, false] {
            let world = try await world()
            for number in order { try await tell(world, number, told: number != "R" || isTold) }
            let visitor = try await world.signedIn("sample.other", role: .manager)
            let list = try await world.open("/", as: visitor).text
            let ids = list.matches(of: /href="\/alerts\/([^"?#]+)"/).map { String($0.output.1) }
            #expect(ids.isEmpty == (order.count < 3), "told \(isTold)")
            var texts = [list, try await world.open("/numbers", as: visitor).text]
            for id in Set(ids).sorted() { texts.append(try await world.open("/alerts/\(id)", as: visitor).text) }
            pages.append(texts.map { $0.replacing(visitor.token, with: "TOKEN") })
        }
        #expect(pages[0] == pages[1])
        #expect(pages[0].allSatisfy { !$0.contains("Hidden") && !$0.contains("-R") })
    }

    @Test(
        "Work on such an alert goes into the journal under the journal's own name, and shows to both",
        .timeLimit(.minutes(1))
    )
    func worked() async throws {
        let world = try await world()
        for number in ["1", "R", "2", "3"] { try await tell(world, number) }
        let (other, named) = (
            try await world.signedIn("sample.other"), try await world.signedIn("sample.named", role: .manager)
        )
        func id(_ visitor: Visitor) async throws -> String {
            let list = try await world.open("/?rule=shared-between-children", as: visitor).text
            return try #require(list.firstMatch(of: /href="\/alerts\/([^"?#]+)"/).map { String($0.output.1) })
        }
        let (theirs, own) = (try await id(other), try await id(named))
        #expect(theirs != own, "raised by the second child whom the reader may know of, not by the restricted one")
        #expect(try await world.send("/alerts/\(theirs)/acknowledge", as: other, ["note": "Mine."]).status == .seeOther)
        #expect(await world.journal.decisions.map(\.kind) == [.acknowledge(alert: own)])
        for (visitor, id) in [(other, theirs), (named, own)] {
            #expect(try await world.open("/alerts/\(id)", as: visitor).text.contains("Mine."))
        }
        // The access log names it as the reader's desk does.
        _ = try await world.open("/alerts/\(own)", as: named)
        let auditor = try await world.signedIn("sample.auditor", role: .auditor)
        let log = try await world.open("/oversight", as: auditor).text
        #expect(log.contains(theirs) && !log.contains(own) && log.contains("sample.named"))
    }

    @Test(
        "While a long journal is read without the child nothing of them shows, and then the others' alert does",
        .timeLimit(.minutes(5))
    )
    func long() async throws {
        let world = try await world()
        for number in ["1", "R", "2", "3"] { try await tell(world, number) }
        for _ in 0..<20_001 { try await world.journal.passTime() }
        let visitor = try await world.signedIn("sample.other", role: .manager)
        let first = try await world.open("/?show=all", as: visitor).text
        #expect(!first.contains("Hidden") && !first.contains("WH-R") && !first.contains("/alerts/"))
        var page = first
        while !page.contains("/alerts/") { page = try await world.open("/?show=all", as: visitor).text }
        #expect(page.contains("Quinn 3 Sample") && !page.contains("Hidden") && !page.contains("WH-R"))
    }

    @Test("An open page hears of the same alerts as without the restricted child", .timeLimit(.minutes(1)))
    func live() async throws {
        var heard: [Set<String>] = []
        for isTold in [true, false] {
            let world = try await world()
            let visitor = try await world.signedIn("sample.other", role: .manager)
            try await world.serving { port in
                let page = try RawVisitor(port: port)
                page.ask("GET /live HTTP/1.1", "Host: 127.0.0.1:\(port)", "Cookie: \(visitor.cookie)")
                var text = await page.hear(until: "retry")
                while world.model.livePages == 0 { await Task.yield() }
                for number in ["1", "R", "2", "3"] {
                    try await tell(world, number, told: number != "R" || isTold, inHours: 0)
                }
                text += await page.hear(until: "\"critical\":[\"")
                heard.append(Set(text.matches(of: /A-\d+-\d+/).map { String($0.output) }))
            }
        }
        #expect(heard[0] == heard[1] && !heard[0].isEmpty, "\(heard)")
    }

    /// A correction after which a fact is another child's.
    private func move(_ world: World, to number: String, of event: String) async throws {
        try await world.journal.tell(
            .eventCorrected,
            from: "whiston-health",
            subject: "WH-\(number)",
            at: "2016-01-04T09:30:00Z",
            recorded: world.clock.now.rfc3339,
            child: number == "R"
                ? Self.restricted : ["givenName": "Quinn 1", "familyName": "Sample", "born": "2001-01-11"],
            data: [
                "of": .string(event), "reason": "the wrong child", "indicators": .array(["gifts"]),
                "summary": "Seen at the arches.",
            ]
        )
    }

    @Test("What is corrected to be about them is gone for others; what is corrected to be about another child is there")
    func moved() async throws {
        let world = try await world()
        try await tell(world, "1", "whiston-health")
        let child = try #require(await world.model.children.first)
        let visitor = try await world.signedIn("sample.other", role: .manager)
        func file() async throws -> String { try await world.openFile(of: child, as: visitor, "/chronology.csv").text }
        #expect(try await file().contains("gifts"))
        try await move(world, to: "R", of: "t-2")
        let left = try await file()
        #expect(!left.contains("gifts") && !left.contains("arches"))
        try await move(world, to: "1", of: "t-2")
        #expect(try await file().contains("Seen at the arches."))
    }
}
