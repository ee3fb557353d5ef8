import SafeguardingModel

/// A year of one synthetic child, in events of five agencies.
struct ChildLife {
    let number: Int
    let isLookedAfter: Bool
    let parameters: PopulationParameters
    private var tellings: [TimedDelivery] = []
    private var count = 0

    init(_ number: Int, isLookedAfter: Bool, _ parameters: PopulationParameters) {
        self.number = number
        self.isLookedAfter = isLookedAfter
        self.parameters = parameters
    }

    mutating func year(episodes: Int, _ chance: inout SeededGenerator) -> [TimedDelivery] {
        if isLookedAfter { care(&chance) }
        if episodes > 0, chance.happens(millionths: parameters.share("known") * 1_000) {
            tell(.statusStarted, by: "social-care", at: moment(&chance, within: 60), [Field(.status, "cse-flag")])
        }
        for name in PopulationParameters.rateNames { ordinary(name, &chance) }
        self.episodes(episodes, &chance)
        return tellings
    }

    /// Draws a placement, sometimes far away, sometimes notified to the other authority in time.
    private mutating func care(_ chance: inout SeededGenerator) {
        let begin = moment(&chance, within: parameters.days)
        let isHome = chance.happens(millionths: parameters.share("inChildrensHome") * 1_000)
        let isFar = isHome && chance.happens(millionths: parameters.share("outOfArea") * 1_000)
        let fields = [
            Field(.placement, "p\(number)"), Field(.kind, isHome ? "home" : "foster"),
            Field(.responsibleAuthority, "E08000011"), Field(.hostAuthority, isFar ? "E08000012" : "E08000011"),
        ]
        tell(.statusStarted, by: "social-care", at: begin, [Field(.status, "looked-after")])
        tell(.placementStarted, by: "social-care", at: begin, fields)
        if isFar, chance.happens(millionths: parameters.share("placementNotified") * 1_000) {
            tell(.placementNotified, by: "social-care", at: begin + .hours(Int64(1 + chance.below(72))), fields)
        }
    }

    private mutating func episodes(_ count: Int, _ chance: inout SeededGenerator) {
        // Half of a child's episodes come close together: going missing is bursty.
        let centre = chance.below(parameters.days)
        var starts: [Instant] = []
        for _ in 0..<count {
            let day = chance.below(2) == 0 ? chance.below(parameters.days) : centre + chance.below(60) - 30
            let inYear = min(max(day, 0), parameters.days - 1)
            starts.append(instant(inYear, evening(&chance)))
        }
        var free = Instant.distantPast
        for (number, start) in starts.sorted().enumerated() {
            let begin = max(start, free)
            free = episode(number, begin, &chance) + .hours(2)
        }
    }

    /// Draws one episode; returns when it ended.
    private mutating func episode(_ number: Int, _ begin: Instant, _ chance: inout SeededGenerator) -> Instant {
        let end = begin + length(&chance)
        let isAway = chance.happens(millionths: parameters.share("away") * 1_000)
        let episode = Field(.episode, "c\(self.number)-m\(number)")
        var fields = [episode, Field(.category, isAway ? "away" : "missing")]
        fields.append(Field(.missingFrom, isLookedAfter ? "care" : "home"))
        if isLookedAfter, chance.happens(millionths: parameters.share("toldByHomeToo") * 1_000) {
            tell(.missingReported, by: "residential", at: begin, fields)
            tell(.missingFound, by: "residential", at: end + .minutes(10), [episode])
        }
        let reported = begin + .minutes(Int64(10 + chance.below(50)))
        if reported < end {
            tell(.missingReported, by: "police", at: reported, fields)
            if chance.happens(millionths: parameters.share("graded") * 1_000) {
                tell(.missingGraded, by: "police", at: reported + .minutes(30), [episode, Field(.grade, "low")])
            }
            tell(.missingFound, by: "police", at: end, [episode], links: company(&chance))
        }
        if !isAway { interview(episode.value, end, &chance) }
        return end
    }

    private func company(_ chance: inout SeededGenerator) -> [Link] {
        var links: [Link] = []
        if chance.happens(millionths: parameters.share("foundWithSomebody") * 1_000) {
            // Mostly a friend who is on no register.
            let friend = LinkKey(.handle, "sample-friend-\(number)-\(chance.below(3))")
            links.append(Link(role: .foundWith, label: "a friend", keys: [friend], kind: "person"))
        }
        if chance.happens(millionths: parameters.share("foundAtAPlace") * 1_000) {
            let place = LinkKey(.uprn, "\(380_000_000 + chance.below(400))")
            links.append(Link(role: .foundPlace, label: "a place", keys: [place], kind: "premises"))
        }
        return links
    }

    private mutating func interview(_ episode: String, _ end: Instant, _ chance: inout SeededGenerator) {
        let named = [Field(.episodes, episode)]
        if chance.happens(millionths: parameters.share("interviewOffered") * 1_000) {
            tell(.returnInterviewOffered, by: "social-care", at: end + .hours(Int64(4 + chance.below(20))), named)
        }
        let drawn = chance.below(1_000)
        let inTime = parameters.share("interviewWithin72Hours")
        let refused = inTime + parameters.share("interviewRefused")
        let later = refused + parameters.share("interviewLater")
        if drawn < inTime {
            tell(.returnInterviewCompleted, by: "social-care", at: end + .hours(Int64(6 + chance.below(65))), named)
        } else if drawn < refused {
            tell(.returnInterviewRefused, by: "social-care", at: end + .hours(Int64(6 + chance.below(65))), named)
        } else if drawn < later {
            tell(.returnInterviewCompleted, by: "social-care", at: end + .hours(Int64(73 + chance.below(300))), named)
        }
    }
}

extension ChildLife {
    /// Draws the events that any child has now and then, and that are not a sign by themselves.
    private mutating func ordinary(_ name: String, _ chance: inout SeededGenerator) {
        let rate = parameters.rate(name) * parameters.days / 365
        let times = rate / 1_000 + (chance.below(1_000) < rate % 1_000 ? 1 : 0)
        for _ in 0..<times { one(name, &chance) }
    }

    private mutating func one(_ name: String, _ chance: inout SeededGenerator) {
        let at = moment(&chance, within: parameters.days)
        switch name {
        case "absenceMark":
            let code = chance.pick(["N", "O", "I", "M"])
            tell(.attendanceMarked, by: "education", at: at, [Field(.code, code), Field(.session, "am")])
        case "emergency": attended("emergency", at)
        case "sexualHealth": attended("sexual-health", at)
        case "camhs": attended("camhs", at)
        case "concernBySchool": concern("education", at, [])
        case "concernByHome": if isLookedAfter { concern("residential", at, []) }
        case "concernByHealth": concern("health", at, [])
        case "referral": tell(.referralMade, by: "social-care", at: at, [Field(.referral, "r\(number)-\(count)")])
        case "exclusion": tell(.educationExcluded, by: "education", at: at, [Field(.kind, "fixed")])
        case "intelligence":
            tell(.intelligenceRecorded, by: "police", at: at, [], links: [handle("sample-name-\(chance.below(3_000))")])
        case "homeNotice":
            if isLookedAfter { tell(.homeNotified, by: "residential", at: at, [Field(.regulation, "41")]) }
        default: concern("education", at, [handle("sample-friend-\(number)-\(chance.below(3))")])
        }
    }

    private mutating func attended(_ setting: String, _ at: Instant) {
        tell(.healthAttended, by: "health", at: at, [Field(.setting, setting)])
    }

    private mutating func concern(_ agency: AgencyName, _ at: Instant, _ links: [Link]) {
        let indicator = links.isEmpty ? "withdrawn" : "online-contact"
        tell(.concernObserved, by: agency, at: at, [Field(.indicators, indicator)], links: links)
    }

    private func handle(_ name: String) -> Link {
        Link(role: .mentioned, label: name, keys: [LinkKey(.handle, name)], kind: "handle")
    }

    private mutating func tell(
        _ kind: EventKind,
        by agency: AgencyName,
        at instant: Instant,
        _ fields: [Field],
        links: [Link] = []
    ) {
        count += 1
        let event = Event(
            source: "/\(agency)/synthetic",
            id: "c\(number)-\(count)",
            kind: kind,
            occurred: Occurrence(instant),
            recorded: instant,
            subject: "c\(number)",
            child: person,
            fields: fields,
            links: links,
            // The event format requires an audience for intelligence.
            handling: kind == .intelligenceRecorded ? Handling(audience: ["cse-team"]) : Handling()
        )
        tellings.append(TimedDelivery(event, from: agency, arrives: instant))
    }

    /// The child with a name that no other child of the authority has.
    private var person: PersonRecord {
        var person = PersonRecord()
        person.givenName = "Sample"
        person.familyName = "Example \(number)"
        // Ten to seventeen years old when the year begins.
        person.born = parameters.day0.advanced(by: -(3_660 + number * 37 % 2_555))
        person.sex = number % 2 == 0 ? "F" : "M"
        return person
    }

    private func instant(_ day: Int, _ seconds: Int) -> Instant {
        Zone.london.instant(parameters.day0.advanced(by: day), secondsAfterMidnight: seconds)
    }

    private func moment(_ chance: inout SeededGenerator, within days: Int) -> Instant {
        instant(chance.below(days), 28_800 + chance.below(36_000))
    }

    /// Returns seconds after midnight: for six of ten episodes between 18:00 and midnight, for the others at any time.
    private func evening(_ chance: inout SeededGenerator) -> Int {
        chance.below(10) < 6 ? 64_800 + chance.below(21_600) : chance.below(86_400)
    }

    /// Returns a length, interpolated evenly between the published points.
    private func length(_ chance: inout SeededGenerator) -> Span {
        let drawn = chance.below(1_000)
        var (from, share) = (Span.minutes(20), 0)
        for next in parameters.durations {
            if drawn < next.share {
                let part = Int64(drawn - share) * (next.under - from).milliseconds / Int64(next.share - share)
                return from + Span(milliseconds: part)
            }
            (from, share) = (next.under, next.share)
        }
        return from
    }
}
