import Accounts
import DaemonKit
import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

/// `REFBUS_SEED=77 swift test --filter TwoRunTests` tries other histories.
@Suite("The same history with a restricted child and without")
struct TwoRunTests {
    private static let first = ProcessInfo.processInfo.environment["REFBUS_SEED"].flatMap { UInt64($0) } ?? 1
    private static let seeds = (0..<8).map { first * 1_000 + $0 }
    private static let restriction = """
        restricted:
          - { record: \(MadeUpHistory.restricted), readers: [sample.named], why: family of staff }
        """

    @Test(
        "Whoever is not named gets the same bytes on every address, whatever joins, splits, is shared and corrected",
        arguments: seeds
    )
    func everywhere(seed: UInt64) async throws {
        let history = MadeUpHistory(seed: seed, length: 45)
        for count in [25, 45] {
            let with = try World()
            try with.restrict(Self.restriction)
            try await with.play(history, first: count)
            let hidden = await records(with, of: MadeUpHistory.restricted)
            let without = try World()
            try without.restrict(Self.restriction)
            try await without.play(history, first: count, without: hidden)
            let pages = (try await Self.pages(of: with), try await Self.pages(of: without))
            Self.compare(pages.0, pages.1, "seed \(seed), \(count) happenings")
            guard count == 45 else { continue }
            // Without an alert in the journal there is nothing to work on; the other run leaves it, too.
            let done = try await Self.work(with)
            #expect(done.count { $0.value } >= done.count / 2, "seed \(seed)")
            _ = try await Self.work(without, leaving: Set(done.keys.filter { done[$0] == false }))
            Self.compare(try await Self.pages(of: with), try await Self.pages(of: without), "seed \(seed), worked")
        }
    }

    /// Every record of the child whose record is restricted; at least that one.
    private func records(_ world: World, of record: RecordKey) async -> Set<RecordKey> {
        for child in await world.model.children {
            let records = await world.model.records(of: child)
            if records.contains(record) { return Set(records) }
        }
        return [record]
    }

    private static func compare(_ one: [String: String], _ other: [String: String], _ place: String) {
        #expect(one.keys.sorted() == other.keys.sorted(), "\(place)")
        for path in one.keys.sorted() where one[path] != other[path] {
            let lines = (one[path] ?? "").split(separator: "\n").map(String.init)
            let others = (other[path] ?? "").split(separator: "\n").map(String.init)
            let differences =
                lines.filter { !others.contains($0) }.prefix(3) + ["--- without:"]
                + others.filter { !lines.contains($0) }.prefix(3)
            Issue.record("\(place): \(path)\n\(differences.joined(separator: "\n"))")
        }
    }

    /// Returns the answer that an unnamed manager gets at every address that the pages lead to.
    private static func pages(of world: World) async throws -> [String: String] {
        let visitor = try await world.signedIn("sample.other", role: .manager)
        var pages: [String: String] = [:]
        func text(_ response: TestResponse) -> String {
            "\(response.status.code)\n" + response.text.replacing(visitor.token, with: "TOKEN")
        }
        let fixed = [
            "/", "/?show=acknowledged", "/?show=closed", "/?show=withdrawn", "/?show=all", "/?whose=new",
            "/?severity=critical", "/?rule=shared-between-children", "/handover", "/answers", "/numbers",
            "/numbers.csv", "/panel",
        ]
        for path in fixed { pages[path] = text(try await world.open(path, as: visitor)) }
        let lists = pages.values.joined()
        for id in links("/alerts/", in: lists) {
            pages["/alerts/\(id)"] = text(try await world.open("/alerts/\(id)", as: visitor))
        }
        for word in ["Sample", "R-0", "Quinn", "2002"] {
            pages["search \(word)"] = text(try await world.send("/search", as: visitor, ["q": word]))
        }
        for child in links("/children/", in: pages.keys.sorted().compactMap { pages[$0] }.joined()) {
            let path = "/children/\(child)"
            for rest in ["", "/pack", "/chronology.csv", "/entities.csv", "/links.csv"] {
                if rest.isEmpty {
                    _ = try await world.send("\(path)/open", as: visitor, ["reason": "Asked by school."])
                }
                pages[path + rest] = text(try await world.open(path + rest, as: visitor))
            }
        }
        pages["/oversight"] = text(try await world.open("/oversight", as: visitor))
        return pages
    }

    /// The ids to which pages lead, sorted.
    private static func links(_ place: String, in text: String) -> [String] {
        let pattern = (try? Regex("href=\"\(place)([^\"/?#]+)", as: (Substring, Substring).self))
        return Set(pattern.map { text.matches(of: $0).map { String($0.output.1) } } ?? []).sorted()
    }

    /// Works on every open alert, as it is shown; says of each whether that was written down.
    private static func work(_ world: World, leaving left: Set<String> = []) async throws -> [String: Bool] {
        let visitor = try await world.signedIn("sample.other", role: .manager)
        var done: [String: Bool] = [:]
        let ids = links("/alerts/", in: try await world.open("/", as: visitor).text)
        for (number, id) in ids.enumerated() where !left.contains(id) {
            let (verb, fields) = [
                ("note", ["note": "Asked the carer."]), ("acknowledge", ["note": "Mine."]),
                ("ask", ["note": "Whose car?", "agency": "merseyside-police", "hours": "24"]),
                ("close", ["note": "Done.", "outcome": "the records were wrong"]),
            ][number % 4]
            let answer = try await world.send("/alerts/\(id)/\(verb)", as: visitor, fields)
            done[id] = answer.status == .seeOther
        }
        world.clock.set(world.clock.now + .hours(30))
        try await world.journal.passTime()
        return done
    }
}
