import DaemonKit
import Desk
import Hummingbird
import HummingbirdTesting
import Journal
import SafeguardingModel
import Testing

@Suite("The list of alerts")
struct ListTests {
    /// The ids of a list's rows, in their order.
    private func ids(_ page: String) -> [String] {
        page.matches(of: /<tr role="row" id="row-([^"]+)"/).map { String($0.output.1) }
    }

    /// The counts of the filters, by their words.
    private func counts(_ page: String) -> [String: Int] {
        // The first row of filters is the states; the others count parts of one.
        let states = page.split(separator: "</ul>").first { $0.contains("show=all") } ?? ""
        let found = states.matches(of: /<li><a href="[^"]*"[^>]*>(\w+) <span class="count">(\d+)<\/span>/)
        return Dictionary(uniqueKeysWithValues: found.map { (String($0.output.1), Int($0.output.2) ?? -1) })
    }

    @Test("Critical first, then by deadline, and what nobody waits for last in its severity")
    func order() async throws {
        let world = try World()
        var handled = Sample.alert("A-3-0", .high, dueIn: nil)
        handled.life = .acknowledged
        await world.model.place([
            .raised(Sample.alert("A-1-0", .low, dueIn: nil)), .raised(Sample.alert("A-2-0", .high, dueIn: .hours(2))),
            .handled(handled), .raised(Sample.alert("A-4-0", .high, dueIn: .hours(1))),
            .raised(Sample.alert("A-5-0", .medium, dueIn: .minutes(1))),
            .raised(Sample.alert("A-6-0", .critical, dueIn: .minutes(15))),
        ])
        let visitor = try await world.signedIn()
        let page = try await world.open("/", as: visitor).text
        #expect(ids(page) == ["A-6-0", "A-4-0", "A-2-0", "A-3-0", "A-5-0", "A-1-0"])
    }

    @Test("The counts are those of the lists behind them, through every change")
    func trueCounts() async throws {
        let world = try World()
        var (closed, withdrawn, acknowledged) = (Sample.alert("A-1-0"), Sample.alert("A-2-0"), Sample.alert("A-3-0"))
        await world.model.place([closed, withdrawn, acknowledged, Sample.alert("A-4-0")].map { .raised($0) })
        closed.life = .closed(outcome: "assessment under way")
        withdrawn.withdrawal = Alert.Withdrawal(at: World.start, position: 9, sentence: "The report was corrected.")
        acknowledged.life = .acknowledged
        await world.model.place([
            .handled(acknowledged), .handled(closed), .withdrawn(withdrawn),
            .raised(Sample.alert("A-5-0", isTrial: true)), .raised(Sample.alert("A-6-0", isExercise: true)),
        ])
        let visitor = try await world.signedIn()
        let expected = ["Open": 2, "Acknowledged": 1, "Closed": 1, "Withdrawn": 1, "All": 4, "Exercise": 1]
        for (show, rows) in [
            ("open", 2), ("acknowledged", 1), ("closed", 1), ("withdrawn", 1), ("all", 4), ("exercise", 1),
        ] {
            let page = try await world.open("/?show=\(show)", as: visitor).text
            #expect(ids(page).count == rows, "\(show)")
            #expect(counts(page) == expected, "\(show)")
        }
    }

    @Test("An alert that is overdue stands out, and says by how much")
    func overdue() async throws {
        let world = try World()
        await world.model.place([.raised(Sample.alert("A-1-0", .critical, dueIn: .minutes(15)))])
        let visitor = try await world.signedIn()
        #expect(try await world.open("/", as: visitor).text.contains("in 15 min"))
        world.clock.advance(by: .minutes(14))
        #expect(try await world.open("/", as: visitor).text.contains("in 1 min"))
        world.clock.advance(by: .minutes(3))
        let page = try await world.open("/", as: visitor).text
        #expect(page.contains("overdue by 2 min") && page.contains("row critical overdue"))
        #expect(page.contains("1 alert is waiting to be acknowledged, 1 of them overdue."))
    }

    @Test("A long list comes in pages that lead to each other")
    func paging() async throws {
        let world = try World()
        await world.model.place((1...250).map { .raised(Sample.alert("A-\($0)-0", .low, dueIn: nil)) })
        let visitor = try await world.signedIn()
        var seen: Set<String> = []
        var path: String? = "/?show=all"
        while let here = path {
            let page = try await world.open(here, as: visitor).text
            #expect(seen.isDisjoint(with: ids(page)))
            seen.formUnion(ids(page))
            path = page.firstMatch(of: /href="([^"]+)" rel="next"/).map {
                String($0.output.1).replacing("&amp;", with: "&")
            }
        }
        #expect(seen.count == 250)
    }

    @Test("An empty desk explains itself, and never says that there is no concern")
    func empty() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        for show in ["open", "acknowledged", "closed", "withdrawn", "all", "exercise"] {
            let page = try await world.open("/?show=\(show)", as: visitor).text
            #expect(!page.lowercased().contains("no concern"))
            #expect(page.contains("Nothing found, over this coverage"))
        }
    }

    @Test("The coverage names who was heard, when, and who never was")
    func coverage() async throws {
        let world = try World()
        let agencies = [
            Agency(name: "merseyside-police", title: "Merseyside Police", sector: .police),
            Agency(name: "whiston-health", title: "Whiston Health", sector: .health),
        ]
        let site = SiteConfiguration(agencies: agencies, rules: [])
        try await world.journal.append(.configuration, from: .desk, EntryCodec.bytes(of: site))
        try await world.journal.tell(
            .missingReported,
            from: "merseyside-police",
            subject: "MP-1",
            at: "2016-01-03T20:40:00Z",
            data: ["episode": "M-1", "category": "missing"]
        )
        let page = try await world.open("/", as: try await world.signedIn()).text
        #expect(page.contains("1 agency has told something, 1 told nothing yet."))
        #expect(page.contains("Mon 4 Jan 2016 09:00"))
        #expect(page.contains("Whiston Health") && page.contains("Never"))
    }

    @Test("A filter that does not exist is not a page")
    func unknownFilter() async throws {
        let world = try World()
        #expect(try await world.open("/?show=secret", as: try await world.signedIn()).status == .notFound)
    }

    @Test("A page says when it may be out of date")
    func stale() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        #expect(try await world.open("/", as: visitor).text.contains("has not read anything yet"))
        await world.model.setFollowing(.live)
        let page = try await world.open("/", as: visitor).text
        #expect(page.contains(/class="banner stale" role="alert" hidden/))
        #expect(page.contains("<noscript>") && page.contains("This page does not renew itself."))
        #expect(page.contains("Made on Mon 4 Jan 2016 09:00"))
        await world.model.setFollowing(.interrupted(since: World.start - .minutes(3)))
        #expect(try await world.open("/", as: visitor).text.contains(ListTests.outOfDate))
    }

    private static let outOfDate =
        "Out of date: nothing new since 08:57. Phone agencies about urgent matters until this message goes."

    @Test("An open page hears at each beat until when what it shows is news, and at once when that changes")
    func beats() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        await world.model.setFollowing(.live)
        try await world.serving { port in
            let page = try RawVisitor(port: port)
            page.ask("GET /live HTTP/1.1", "Host: 127.0.0.1:\(port)", "Cookie: \(visitor.cookie)")
            let first = await page.hear(until: "}")
            #expect(first.contains("event: beat") && first.contains("{\"news\":\"09:00\"}"))
            await world.model.setFollowing(.interrupted(since: World.start - .minutes(3)))
            let second = await page.hear(until: "}")
            #expect(second.contains("\"news\":\"08:57\"") && second.contains(ListTests.outOfDate))
        }
    }

    @Test("One account that opens many live pages keeps nobody else from theirs")
    func manyLivePages() async throws {
        let world = try World()
        let (one, other) = (try await world.signedIn(), try await world.signedIn("sample.other"))
        try await world.serving { port in
            func listen(_ visitor: Visitor) async throws -> (RawVisitor, String) {
                let page = try RawVisitor(port: port)
                page.ask("GET /live HTTP/1.1", "Host: 127.0.0.1:\(port)", "Cookie: \(visitor.cookie)")
                return (page, await page.hear(until: "\r\n\r\n"))
            }
            var open: [RawVisitor] = []
            for _ in 0..<20 {
                let (page, head) = try await listen(one)
                #expect(head.contains("200 OK"))
                open.append(page)
            }
            #expect(try await listen(one).1.contains("503"))
            #expect(try await listen(other).1.contains("200 OK"))
        }
    }
}
