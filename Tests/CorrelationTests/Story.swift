import Correlation
import SafeguardingModel
import TestKit

/// The facts that agencies sent about one synthetic child (or several), when they happened and when they reached the bus.
///
/// Days count from Monday 4 January 2016, times are London's.
struct Story: Sendable {
    struct Told: Sendable {
        var event: Event
        var agency: AgencyName
        var arrives: Instant
    }

    static let day0 = CivilDay(number: 16_804)
    static let agencies: [Agency] = [
        Agency(name: "police", title: "Sample Police", sector: .police),
        Agency(name: "social-care", title: "Sample Social Care", sector: .socialCare, authority: "E08000011"),
        Agency(name: "health", title: "Sample Health", sector: .health),
        Agency(name: "school", title: "Sample Academy", sector: .education),
        Agency(name: "college", title: "Sample College", sector: .education),
        Agency(name: "home", title: "Sample House", sector: .residential, authority: "E08000012"),
    ]

    var told: [Told] = []
    var until = Story.at(30)

    static func at(_ day: Int, _ clock: String = "00:00") -> Instant {
        let parts = clock.split(separator: ":").compactMap { Int($0) }
        let seconds = parts[0] * 3_600 + parts[1] * 60 + (parts.count > 2 ? parts[2] : 0)
        return Zone.london.instant(day0.advanced(by: day), secondsAfterMidnight: seconds)
    }

    /// One event. Without `clock` only the day is known; without `arrives` it reaches the bus at once.
    @discardableResult
    mutating func add(
        _ kind: EventKind,
        by agency: AgencyName,
        onDay day: Int,
        _ clock: String? = nil,
        id: String? = nil,
        child: String? = "c1",
        _ fields: [Field] = [],
        links: [Link] = [],
        arrives: Instant? = nil,
        restricted: Bool = false,
        corrects: String? = nil,
        exercise: Bool = false
    ) -> String {
        let occurred = Occurrence(Story.at(day, clock ?? "00:00"), precision: clock == nil ? .day : .second)
        let id = id ?? "\(agency)-\(told.count + 1)"
        let event = Event(
            source: "/\(agency)/test",
            id: id,
            kind: kind,
            occurred: occurred,
            recorded: occurred.latest,
            subject: child.map { "\($0)-\(agency)" } ?? "",
            child: child.map(Story.person),
            fields: fields,
            links: links,
            handling: Handling(audience: restricted ? ["cse-team"] : []),
            exercise: exercise,
            corrects: corrects
        )
        told.append(Told(event: event, agency: agency, arrives: arrives ?? occurred.latest))
        return id
    }

    /// A missing episode: the report, and unless it is open the finding.
    mutating func missing(
        onDay day: Int,
        _ clock: String,
        lasting: Span?,
        by agency: AgencyName = "police",
        episode: String? = nil,
        category: String = "missing",
        child: String = "c1",
        links: [Link] = []
    ) {
        let episode = episode ?? "\(child)-d\(day)-\(agency)"
        add(
            .missingReported,
            by: agency,
            onDay: day,
            clock,
            child: child,
            [Field(.episode, episode), Field(.category, category)]
        )
        guard let lasting else { return }
        add(.missingFound, by: agency, onDay: day, clock, child: child, [Field(.episode, episode)], links: links)
        let found = Story.at(day, clock) + lasting
        told[told.count - 1].event.occurred = Occurrence(found)
        told[told.count - 1].event.recorded = found
        told[told.count - 1].arrives = found
    }

    /// A return interview two days after, so that nobody has to wait for it.
    mutating func interviewed(onDay day: Int, _ episodes: String..., child: String = "c1") {
        add(
            .returnInterviewCompleted,
            by: "social-care",
            onDay: day,
            "12:00",
            child: child,
            episodes.map { Field(.episodes, $0) }
        )
    }

    static func person(_ name: String) -> PersonRecord {
        var person = PersonRecord()
        person.givenName = "Sample"
        person.familyName = "Example\(name)"
        person.born = CivilDay("2001-06-15")
        return person
    }

    static func handle(_ text: String, role: Link.Role = .mentioned) -> Link {
        Link(role: role, keys: [LinkKey(.handle, text)], kind: role == .mentioned ? "handle" : "person")
    }

    static func place(_ uprn: String, role: Link.Role = .mentioned, kind: String = "premises") -> Link {
        Link(role: role, label: "Example Court", keys: [LinkKey(.uprn, uprn)], kind: kind)
    }
}

extension Story {
    /// Plays the story: the configuration, everything in order of arrival, ticks when they are due.
    func play(
        rules: [SiteConfiguration.TextFile]? = nil,
        ticks: Bool = true,
        after begun: Played? = nil
    ) throws -> Played {
        try play(told.sorted { $0.arrives < $1.arrives }, rules: rules, ticks: ticks, after: begun)
    }

    /// Plays these events in this order; each arrives at the moment of the sorted list.
    func play(
        _ told: [Told],
        rules: [SiteConfiguration.TextFile]? = nil,
        ticks: Bool = true,
        after begun: Played? = nil,
        until: Instant? = nil
    ) throws -> Played {
        var played = try begun ?? Story.begun.get()
        if let rules { played.apply(try Story.configuration(rules), at: Story.beginning) }
        let moments = told.map(\.arrives).sorted()
        for (told, moment) in zip(told, moments) {
            if ticks { played.pass(to: moment) }
            played.apply(.event(told.event, from: told.agency), at: moment)
        }
        let until = until ?? self.until
        if ticks { played.pass(to: until) }
        played.apply(.tick, at: until)
        return played
    }

    static let beginning = Story.at(-400)

    /// A correlator with the shipped rules and nothing else; a value, so that every story begins with its own.
    static let begun = Result {
        var played = Played()
        played.apply(try Story.configuration(), at: Story.beginning)
        return played
    }

    static func configuration(
        _ rules: [SiteConfiguration.TextFile]? = nil,
        _ relations: SiteConfiguration.TextFile? = nil,
        agencies: [Agency] = agencies
    ) throws -> JournalEntry.Body {
        .configuration(
            SiteConfiguration(
                agencies: agencies,
                rules: try rules ?? ShippedRules.files(),
                calendar: try ShippedRules.calendar(),
                relations: relations
            )
        )
    }
}

/// A correlator with everything that went in and came out.
struct Played: Sendable {
    var correlator = Correlator()
    var entries: [JournalEntry] = []
    var effects: [[Effect]] = []
    /// The entries that say something else than the facts of that time.
    private(set) var mistold: [String] = []

    @discardableResult
    mutating func apply(_ body: JournalEntry.Body, at instant: Instant) -> [Effect] {
        let entry = JournalEntry(
            position: Position(entries.count + 1),
            at: max(instant, entries.last?.at ?? instant),
            body: body
        )
        entries.append(entry)
        effects.append(correlator.apply(entry))
        // Who is who, and what falls due at this very moment, is told before a correction counts, by the facts as they were.
        let isCorrection = if case .event(let event, _) = body { event.corrects != nil } else { false }
        mistold += effects[effects.count - 1].compactMap { mistold($0, withReasons: !isCorrection) }
        return effects[effects.count - 1]
    }

    /// Where what goes out does not say what the facts now give.
    private func mistold(_ effect: Effect, withReasons: Bool) -> String? {
        guard let told = effect.alert, let now = correlator.alert(told.id), now.finding == told.finding else {
            return nil
        }
        var (said, facts) = ([told.explanation.headline], [now.explanation.headline])
        switch effect {
        case .raised, .revised:
            guard withReasons else { break }
            said += told.explanation.reasons + told.explanation.evidence.map(\.sentence)
            facts += now.explanation.reasons + now.explanation.evidence.map(\.sentence)
        case .withdrawn, .escalated, .handled, .notice: break
        }
        guard said != facts else { return nil }
        return "\(told.rule) \(told.id) was told at entry \(entries.count) as \(said), and the facts say \(facts)"
    }

    mutating func pass(to instant: Instant) {
        while let wake = correlator.nextWake, wake < instant { apply(.tick, at: wake) }
    }

    /// The alerts that stand, low ones aside: rule, when raised, the highest severity.
    var standing: [String] {
        correlator.alerts.filter { !$0.isWithdrawn && $0.highestSeverity > .low }.map(Played.words)
    }

    static func words(_ alert: Alert) -> String {
        let day = Zone.london.day(of: alert.raisedAt).number - Story.day0.number
        let minutes = Zone.london.secondsAfterMidnight(of: alert.raisedAt) / 60
        let clock = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(alert.rule) D\(day) \(clock) \(alert.highestSeverity.rawValue)"
    }

    func alerts(_ rule: String) -> [Alert] { correlator.alerts.filter { $0.rule == rule && !$0.isWithdrawn } }

    /// When the alert of a rule reached a severity: raised with it, or revised to it.
    func reached(_ severity: Severity, _ rule: String) -> Instant? {
        for effect in effects.joined() {
            guard let alert = effect.alert, alert.rule == rule, alert.severity >= severity else { continue }
            return alert.revisions.last?.at ?? alert.raisedAt
        }
        return nil
    }
}
