import Correlation
import DaemonKit
import Foundation
import IdentityResolution
import SafeguardingModel
import Simulation
import TestKit
import Testing

@Suite("What the rules ask of an authority's workers")
struct BurdenTests {
    private func configuration() throws -> SiteConfiguration {
        try SiteConfiguration(
            configFolder: ShippedRules.folder.path,
            agencies: [],
            timezone: "Europe/London"
        )
    }

    @Test("A planted case is found, with its lead, and is not counted among the cohort's alerts")
    func planted() throws {
        let authority = Authority(try PopulationTests.small(), seed: 5)
        var alone = BurdenStudy(authority, planted: [])
        let before = alone.report(under: try configuration())
        let hidden = planted(from: authority.begins + .days(100))
        var study = BurdenStudy(authority, planted: [hidden])
        let report = study.report(under: try configuration())
        #expect(report.rows == before.rows)
        #expect(report.planted.map(\.name) == ["hidden"])
        #expect(report.planted.first?.missed == ["agencies-converge"])
        #expect(report.planted.first?.raised.contains("repeated-referrals") == true)
        #expect(report.planted.first?.lead == .days(10))
        #expect(report.caught == 0)
    }

    @Test("It judges with the site's table of names, as the aggregator does: Kate and Katherine are one name")
    func names() throws {
        #expect(try configuration().names?.text.contains("katherine") == true)
        let settings = try configuration().identitySettings()
        #expect(
            settings
                != (try { () throws -> IdentitySettings in
                    var without = try configuration()
                    without.names = nil
                    return try without.identitySettings()
                }())
        )
    }

    @Test("The chart names every rule and every number")
    func chart() throws {
        var study = BurdenStudy(Authority(try PopulationTests.small(), seed: 5), planted: [])
        let report = study.report(under: try configuration())
        let svg = BurdenChart.svg(report, title: "Sample <one>")
        #expect(report.alerts > 0)
        for row in report.rows { #expect(svg.contains(">\(row.rule)<") && svg.contains(">\(row.alerts)<")) }
        #expect(svg.contains("Sample &lt;one>"))
    }

    /// Three referrals in three days about one child.
    private func planted(from begin: Instant) -> PlantedCase {
        let tellings = (0..<3).map { number in
            let at = begin + .days(Int64(number))
            let event = Event(
                source: "/education/planted",
                id: "planted-\(number)",
                kind: .referralMade,
                occurred: Occurrence(at),
                recorded: at,
                subject: "hidden",
                fields: [Field(.referral, "h\(number)")]
            )
            return TimedDelivery(event, from: "education", arrives: at)
        }
        return PlantedCase(
            name: "hidden",
            tellings: tellings,
            agencies: [],
            records: [RecordKey(agency: "education", subject: "hidden")],
            expectedRules: ["agencies-converge", "repeated-referrals"],
            recognisedAt: begin + .days(12)
        )
    }
}
