public import SafeguardingModel

/// A long stream of events about very many children, for measuring: five agencies, some of them out of order.
public struct EventStream: Sendable {
    /// The size of a stream.
    public struct Shape: Hashable, Sendable {
        /// The number of events; the stream ends after exactly so many.
        public var events: Int
        /// The number of children among whom the events are drawn; with few events some have none.
        public var children: Int
        /// The thousandths of events that arrive up to ``latest`` after they happened.
        public var late: Int
        /// The longest delay of a late event; all others arrive within a minute.
        public var latest: Span
        /// The time over which the events happen, evenly.
        public var length: Span

        public init(events: Int, children: Int, late: Int = 50, latest: Span = .days(7), length: Span = .days(365)) {
            self.events = events
            self.children = children
            self.late = late
            self.latest = latest
            self.length = length
        }
    }

    /// The events in order of arrival.
    public let tellings: [TimedDelivery]
    /// The time of the first event.
    public static let begins = Instant(seconds: 1_451_865_600)  // 4 January 2016

    public init(_ shape: Shape, seed: UInt64) {
        var source = StreamSource(shape, SeededGenerator(seed: seed))
        tellings = source.tellings().inOrderOfArrival
    }
}

/// The generator that draws the events one after the other.
private struct StreamSource {
    let shape: EventStream.Shape
    var chance: SeededGenerator
    private var told: [TimedDelivery] = []

    init(_ shape: EventStream.Shape, _ chance: SeededGenerator) {
        self.shape = shape
        self.chance = chance
    }

    mutating func tellings() -> [TimedDelivery] {
        told.reserveCapacity(shape.events + 2)
        let step = shape.length.milliseconds / Int64(max(1, shape.events))
        while told.count < shape.events {
            let at = EventStream.begins + Span(milliseconds: Int64(told.count) * step)
            draw(child: chance.below(max(1, shape.children)), at)
        }
        return Array(told.prefix(shape.events))
    }

    /// Draws an event: of a hundred draws eighty are attendance marks, one is an absence with its end and its
    /// interview.
    private mutating func draw(child: Int, _ at: Instant) {
        switch chance.below(100) {
        case 0..<60:
            let mark = [Field(.code, chance.pick(["I", "M", "I", "M", "N"])), Field(.session, "am")]
            tell(.attendanceMarked, "education", child, at, mark)
        case 60..<80:
            tell(.healthAttended, "health", child, at, [Field(.setting, chance.pick(["gp", "gp", "gp", "emergency"]))])
        case 80..<86:
            let links = chance.below(10) == 0 ? [handle(.mentioned)] : []
            tell(
                .concernObserved,
                chance.pick(["education", "residential"]),
                child,
                at,
                [Field(.indicators, "tired")],
                links
            )
        case 86..<90: tell(.homeNotified, "residential", child, at, [Field(.regulation, "41")])
        case 90..<94: tell(.statusStarted, "social-care", child, at, [Field(.status, "child-in-need")])
        case 94..<96: tell(.placementStarted, "social-care", child, at, placement(child))
        case 96: tell(.referralMade, "social-care", child, at, [Field(.referral, "r\(told.count)")])
        case 97..<99:
            let role: Link.Role = chance.below(50) == 0 ? .personOfConcern : .mentioned
            tell(.intelligenceRecorded, "police", child, at, [], [handle(role)])
        default: absence(child, at)
        }
    }

    private mutating func absence(_ child: Int, _ at: Instant) {
        let episode = "e\(told.count)"
        let end = at + .minutes(Int64(60 + chance.below(1_200)))
        tell(.missingReported, "police", child, at, [Field(.episode, episode), Field(.category, "missing")])
        tell(.missingFound, "police", child, end, [Field(.episode, episode)])
        tell(.returnInterviewCompleted, "social-care", child, end + .hours(30), [Field(.episodes, episode)])
    }

    private mutating func tell(
        _ kind: EventKind,
        _ agency: AgencyName,
        _ child: Int,
        _ at: Instant,
        _ fields: [Field],
        _ links: [Link] = []
    ) {
        let isLate = chance.below(1_000) < shape.late
        let delay = isLate ? Int64(chance.next() % UInt64(max(1, shape.latest.milliseconds))) : 60_000
        let event = Event(
            source: "/\(agency)/stream",
            id: "\(told.count)",
            kind: kind,
            occurred: Occurrence(at),
            recorded: at,
            subject: "c\(child)",
            child: StreamNames.person(child),
            fields: fields,
            links: links,
            // The event format requires an audience for intelligence.
            handling: kind == .intelligenceRecorded ? Handling(audience: ["cse-team"]) : Handling()
        )
        told.append(TimedDelivery(event, from: agency, arrives: at + Span(milliseconds: delay)))
    }

    private mutating func handle(_ role: Link.Role) -> Link {
        Link(role: role, keys: [LinkKey(.handle, "h\(chance.below(20_000))")], kind: "handle")
    }

    private func placement(_ child: Int) -> [Field] {
        [
            Field(.placement, "p\(told.count)"), Field(.responsibleAuthority, "E08000011"),
            Field(.hostAuthority, child % 3 == 0 ? "E08000012" : "E08000011"),
        ]
    }
}
