import Correlation
import SafeguardingModel

/// A short past: a configuration, then referrals about one synthetic child on the days given.
struct Past {
    static let day0 = Instant(seconds: 1_451_865_600)
    var entries: [JournalEntry] = []

    init(rules: [SiteConfiguration.TextFile], referralsOnDays days: [Int]) {
        add(.configuration(Past.configuration(rules)), day: 0)
        for day in days { refer(onDay: day) }
    }

    static func configuration(_ rules: [SiteConfiguration.TextFile]) -> SiteConfiguration {
        SiteConfiguration(agencies: [Agency(name: "school", sector: .education)], rules: rules)
    }

    mutating func refer(onDay day: Int) {
        let at = Past.day0 + .days(Int64(day))
        let event = Event(
            source: "/school/test",
            id: "r\(entries.count)",
            kind: .referralMade,
            occurred: Occurrence(at),
            recorded: at,
            subject: "s1",
            fields: [Field(.referral, "r\(entries.count)")]
        )
        add(.event(event, from: "school"), day: day)
    }

    mutating func add(_ body: JournalEntry.Body, day: Int) {
        let at = Past.day0 + .days(Int64(day))
        entries.append(JournalEntry(position: Position(entries.count + 1), at: at, body: body))
    }

    /// A rule that counts referrals.
    static func rule(_ name: String, reaches: Int, within: Int = 30, version: Int = 1, status: String = "active")
        -> SiteConfiguration.TextFile
    {
        let fires = (1...reaches).map { "{ day: \($0), from: school, type: referral.made }" }.joined(separator: ", ")
        return .init(
            name: "\(name).yaml",
            text: """
                rule: \(name)
                version: \(version)
                status: \(status)
                title: Sample
                severity: high
                tell: [cse-team]
                why: Sample
                source: Sample
                when: { count: { of: [referral.made], reaches: [\(reaches)], within: \(within) d } }
                examples:
                  - { name: fires, given: [\(fires)], expect: { severity: high, day: \(reaches) } }
                  - { name: none, given: [{ day: 1, from: school, type: attendance.marked }], expect: nothing }
                """
        )
    }
}
