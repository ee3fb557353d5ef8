import Desk
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("The timeline of an alert")
struct TimelineTests {
    private func page(_ evidence: [Evidence]) async throws -> String {
        let world = try World()
        await world.model.place([.raised(Sample.alert("A-1-0", evidence: evidence))])
        return try await world.open("/alerts/A-1-0", as: try await world.signedIn()).text
    }

    @Test("Has a lane for each agency, and the same numbers as the table beneath")
    func lanes() async throws {
        let page = try await page([
            Sample.evidence(at: 1, agency: "merseyside-police", occurred: World.start - .days(9)),
            Sample.evidence(at: 2, agency: "whiston-health", occurred: World.start - .days(5)),
            Sample.evidence(at: 3, agency: "merseyside-police", occurred: World.start - .days(1)),
        ])
        #expect(page.matches(of: /<rect class="lane/).count == 2)
        let drawn = page.matches(of: /dy="4" text-anchor="middle">(\d)<\/text><\/g>/).map { String($0.output.1) }
        let listed = page.matches(of: /Evidence <\/span>(\d)<\/span>/).map { String($0.output.1) }
        #expect(drawn.sorted() == ["1", "2", "3"] && listed == ["1", "2", "3"])
    }

    @Test("What was learned late stands where it happened, with a line to when it was learned")
    func late() async throws {
        let occurred = World.start - .days(9)
        let page = try await page([
            Sample.evidence(at: 1, occurred: occurred, received: occurred + .days(7)),
            Sample.evidence(at: 2, occurred: World.start - .days(1)),
        ])
        let line = try #require(page.firstMatch(of: /<path class="late" d="M(\d+) \d+H(\d+)"/)?.output)
        let (from, to) = (try #require(Int(line.1)), try #require(Int(line.2)))
        #expect(from < to && page.contains("learned 7 days later"))
    }

    @Test("An old register entry does not press all else together")
    func outlier() async throws {
        let page = try await page([
            Sample.evidence(at: 1, occurred: World.start - .days(2_000)),
            Sample.evidence(at: 2, occurred: World.start - .days(9)),
            Sample.evidence(at: 3, occurred: World.start - .days(1)),
        ])
        let places = page.matches(of: /<circle cx="(\d+)" cy="\d+" r="10"\/><text x="\d+" y="\d+" dy="4"/)
            .compactMap { Int($0.output.1) }.sorted()
        #expect(places.count == 3 && places[2] - places[1] > 500 && page.contains(">earlier<"))
    }

    @Test("Nothing in the drawing is written as script or style, whatever an agency wrote")
    func escaped() async throws {
        let page = try await page([Sample.evidence(at: 1, "</title><script>alert(1)</script>")])
        #expect(!page.contains("<script>alert") && !page.contains("style="))
    }
}
