import Accounts
import Correlation
import Desk
import Foundation
import HummingbirdTesting
import Journal
import SafeguardingModel
import Testing

/// `REFBUS_SEED=77 swift test --filter JoinedChildTests` tries other histories.
@Suite("Alerts of children whose records are joined and parted")
struct JoinedChildTests {
    private static let first = ProcessInfo.processInfo.environment["REFBUS_SEED"].flatMap { UInt64($0) } ?? 1

    @Test(
        "Each child's page shows the alerts that judgement has of the child",
        arguments: (0..<12).map { first * 1_000 + $0 }
    )
    func pages(seed: UInt64) async throws {
        let world = try World()
        try await world.play(MadeUpHistory(seed: seed, length: 60), first: 60)
        var core = Correlator()
        var codec = EntryCodec()
        for entry in await world.journal.entries { _ = core.apply(try codec.read(entry)) }
        let manager = try await world.signedIn(role: .manager)
        for child in await world.model.children {
            let page = try await world.openFile(of: child, as: manager).text
            let shown = Set(page.matches(of: /href="\/alerts\/([^"?#]+)"/).map { String($0.output.1) })
            let standing = core.alerts(of: child).filter { !$0.isTrial && !$0.isWithdrawn }.map(\.id)
            #expect(Set(standing).isSubset(of: shown), "seed \(seed), child \(child)")
            let all = core.alertsUnexplained.filter { !$0.isTrial && core.subject(of: $0) == .child(child) }.map(\.id)
            #expect(await world.model.alertIDs(of: child) == all, "seed \(seed), child \(child)")
        }
        // Nobody's alert is about a child who is not there any more.
        let list = try await world.open("/?show=all", as: manager).text
        #expect(!list.contains("Name not given</"), "seed \(seed)")
    }

    /// Three referrals by one agency, and then another of the same child, or a person who says so.
    private func joined(bySaying: Bool) async throws -> World {
        let world = try World()
        try await world.judge(by: ["repeated-referrals", "missing-escalates"])
        for day in 1...3 {
            try await world.journal.tell(
                .referralMade,
                from: "whiston-health",
                subject: "WH-1",
                at: "2016-01-0\(day)T10:00:00Z",
                data: ["referral": .string("r\(day)")]
            )
        }
        let other: JSONObject = ["givenName": "Quinn", "familyName": "Sample", "born": "2002-02-02"]
        try await world.journal.tell(
            .healthAttended,
            from: "merseyside-police",
            subject: "MP-1",
            at: "2016-01-03T11:00:00Z",
            child: bySaying ? other : [:],
            data: ["setting": "emergency"]
        )
        if bySaying { try await decide(Decision.Kind.same, world) }
        return world
    }

    private func decide(_ kind: ([RecordKey]) -> Decision.Kind, _ world: World) async throws {
        let records = [("merseyside-police", "MP-1"), ("whiston-health", "WH-1")].map {
            RecordKey(agency: AgencyName(rawValue: $0.0), subject: $0.1)
        }
        _ = try await world.journal.decide(Decision(kind(records), by: "sample.worker", note: "Known to both."))
    }

    @Test(
        "An alert that nothing revises goes with its child, and comes back with the child's records",
        arguments: [false, true]
    )
    func unrevised(bySaying: Bool) async throws {
        let world = try await joined(bySaying: bySaying)
        let alert = try #require(await world.model.openAlertIDs().first)
        let child = try #require(await world.model.children.first)
        let visitor = try await world.signedIn(role: .manager)
        #expect(await world.model.children.count == 1)
        #expect(try await world.openFile(of: child, as: visitor).text.contains("/alerts/\(alert)"))
        let list = try await world.open("/", as: visitor).text
        #expect(list.contains("/children/\(Paths.encoded(child.rawValue))") || list.contains("/children/\(child)"))
        #expect(!list.contains("Name not given"))
        guard bySaying else { return }
        try await decide(Decision.Kind.different, world)
        for child in await world.model.children {
            let records = await world.model.records(of: child)
            let isHers = records.contains { $0.agency == "whiston-health" }
            let page = try await world.openFile(of: child, as: visitor).text
            #expect(page.contains("/alerts/\(alert)") == isHers, "\(records)")
        }
    }
}
