import Accounts
import DaemonKit
import Desk
import Hummingbird
import HummingbirdTesting
import Journal
import SafeguardingModel
import Testing

@Suite("What an owner restricts")
struct RestrictionTests {
    private static let secret = "Seen near the arches with M."

    /// A desk with one open fact and one that is for one team alone.
    private func world(sanitised: String = "") async throws -> World {
        let world = try World()
        let agencies = [Agency(name: "merseyside-police", title: "Merseyside Police", sector: .police)]
        let site = SiteConfiguration(agencies: agencies, rules: [])
        try await world.journal.append(.configuration, from: .desk, EntryCodec.bytes(of: site))
        try await world.journal.tell(
            .missingReported,
            from: "merseyside-police",
            subject: "MP-1",
            at: "2016-01-02T20:40:00Z",
            data: ["episode": "M-1", "category": "missing", "summary": "Left after tea."]
        )
        try await world.journal.tell(
            .intelligenceRecorded,
            from: "merseyside-police",
            subject: "MP-1",
            at: "2016-01-03T23:59:00Z",
            data: [
                "summary": .string(Self.secret),
                "handling": .object(["audience": .array(["police-liaison"]), "sanitised": .string(sanitised)]),
                "people": .array([.object(["name": "Sample Adult", "handles": .array(["h77"])])]),
            ]
        )
        let evidence = [
            Sample.evidence(at: 2),
            Sample.evidence(at: 3, Self.secret, occurred: World.start - .hours(9), isRestricted: true),
        ]
        await world.model.place([.raised(Sample.alert("A-3-0", evidence: evidence))])
        return world
    }

    private func pages(_ world: World, teams: [String] = []) async throws -> [String] {
        let child = try #require(await world.model.children.first)
        let visitor = try await world.signedIn(role: .manager, teams: teams)
        return [
            try await world.open("/alerts/A-3-0", as: visitor).text,
            try await world.openFile(of: child, as: visitor).text,
        ]
    }

    @Test("What is taken away holds no more than the pages do", arguments: [[String](), ["police-liaison"]])
    func takenAway(teams: [String]) async throws {
        let world = try await world()
        let id = try #require(await world.model.children.first)
        let evidence = [Sample.evidence(at: 2), Sample.evidence(at: 3, Self.secret, isRestricted: true)]
        await world.model.place([.raised(Sample.alert("A-3-2", subject: .child(id), evidence: evidence))])
        let child = Paths.child(id)
        let visitor = try await world.signedIn(role: .manager, teams: teams)
        let mayKnow = !teams.isEmpty
        for path in ["/pack", "/chronology.csv", "/entities.csv", "/links.csv"].map({ child + $0 }) + ["/panel"] {
            let response = try await world.open(path, as: visitor)
            #expect(response.status == .ok)
            for word in [Self.secret, "arches", "Sample Adult", "h77", "23:59", "2016-01-03T2"] {
                #expect(mayKnow || !response.text.contains(word), "\(path): \(word)")
            }
            if path.hasSuffix("/pack") || path.hasSuffix("/chronology.csv") {
                #expect(response.text.contains(Self.secret) == mayKnow, "\(path)")
            }
        }
    }

    @Test("Others learn that something is held, and by whom: not what, not when, not how much")
    func held() async throws {
        for page in try await pages(try await world()) {
            #expect(page.contains("Merseyside Police holds something here that it restricts."))
            for word in [Self.secret, "arches", "Sample Adult", "h77", "intelligence", "23:59", "2016-01-03T2"] {
                #expect(!page.contains(word), "\(word)")
            }
        }
        #expect(try await pages(try await world())[1].contains("Chronology <span class=\"count\">1 entry</span>"))
    }

    /// An alert about the adult whom the restricted fact alone names, or an open one as well.
    private func shared(named openly: Bool) async throws -> World {
        let world = try await world()
        if openly {
            try await world.journal.tell(
                .concernObserved,
                from: "merseyside-police",
                subject: "MP-1",
                at: "2016-01-03T10:00:00Z",
                data: ["indicators": .array(["messages"]), "handles": .array(["h77"])]
            )
        }
        let evidence = [Sample.evidence(at: 3, Self.secret, isRestricted: true)]
        let subject = Subject.person(LinkKey(.handle, "h77"))
        await world.model.place([.raised(Sample.alert("A-3-1", subject: subject, evidence: evidence))])
        return world
    }

    @Test("An adult whom only restricted facts name has no name and no online name for others, on any page")
    func subject() async throws {
        let world = try await shared(named: false)
        for (teams, mayKnow) in [([String](), false), (["police-liaison"], true)] {
            let visitor = try await world.signedIn(role: .manager, teams: teams)
            for path in ["/", "/?show=all", "/alerts/A-3-1", "/handover", "/panel", "/answers"] {
                let page = try await world.open(path, as: visitor).text
                let isNamed = page.contains("Sample Adult") || page.contains("h77")
                #expect(mayKnow || !isNamed, "\(path)")
                if path == "/" { #expect(isNamed == mayKnow && page.contains("held back") == !mayKnow) }
            }
        }
    }

    @Test("What all may read names the adult as it named them, and no better")
    func openly() async throws {
        let world = try await shared(named: true)
        let page = try await world.open("/", as: try await world.signedIn()).text
        #expect(page.contains("h77") && !page.contains("Sample Adult"))
    }

    @Test("Whoever belongs to the audience reads it")
    func audience() async throws {
        for page in try await pages(try await world(), teams: ["police-liaison"]) {
            #expect(page.contains(Self.secret))
            #expect(!page.contains("that it restricts"))
        }
    }

    @Test("Where the owner gave another text for all others, that stands in its place")
    func sanitised() async throws {
        for page in try await pages(try await world(sanitised: "Police hold a sighting.")) {
            #expect(page.contains("Police hold a sighting.") && page.contains("shortened by its owner"))
            #expect(!page.contains(Self.secret) && !page.contains("Sample Adult"))
        }
    }
}
