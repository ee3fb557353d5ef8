public import SafeguardingModel

/// A synthetic authority: its agencies, its children, and the events of a year.
///
/// Everything follows from the parameters and the seed. None of its children, adults or places exists.
public struct Authority: Sendable {
    /// The rates by which the year was drawn.
    public let parameters: PopulationParameters
    /// The seed; the same one gives the same year on every machine.
    public let seed: UInt64
    /// The events in order of arrival.
    public private(set) var tellings: [TimedDelivery]
    /// Children looked after and others together; those of planted cases are not counted.
    public let children: Int

    /// The agencies of every synthetic authority.
    public static let agencies: [Agency] = [
        Agency(name: "police", title: "Sample Police", sector: .police),
        Agency(name: "social-care", title: "Sample Social Care", sector: .socialCare, authority: "E08000011"),
        Agency(name: "health", title: "Sample Health", sector: .health),
        Agency(name: "education", title: "Sample Schools", sector: .education),
        Agency(name: "residential", title: "Sample Homes", sector: .residential, authority: "E08000012"),
    ]

    public init(_ parameters: PopulationParameters, seed: UInt64) {
        self.parameters = parameters
        self.seed = seed
        children = parameters.lookedAfter + parameters.otherChildren
        var chance = SeededGenerator(seed: seed)
        let spread = EpisodeSpread(concentration: parameters.concentration, most: parameters.mostEpisodes)
        var all: [TimedDelivery] = Register(parameters).tellings(&chance)
        for number in 0..<children {
            let isLookedAfter = number < parameters.lookedAfter
            let place = isLookedAfter ? number : number - parameters.lookedAfter
            let goesMissing = place < (isLookedAfter ? parameters.missingLookedAfter : parameters.missingOthers)
            var life = ChildLife(number, isLookedAfter: isLookedAfter, parameters)
            all += life.year(episodes: goesMissing ? spread.draw(&chance) : 0, &chance)
        }
        tellings = DeliveryQuirks(parameters).delivered(all, &chance).inOrderOfArrival
    }

    /// Adds the events of planted cases, in order of arrival among the others.
    public mutating func plant(_ more: [TimedDelivery]) {
        tellings = (tellings + more).inOrderOfArrival
    }

    /// The midnight with which the first day begins, in London.
    public var begins: Instant { Zone.london.startOfDay(parameters.day0) }
    /// The midnight after the last day.
    public var ends: Instant { Zone.london.startOfDay(parameters.day0.advanced(by: parameters.days)) }
}

/// The spread of a year's episodes over missing children: few children have most of them (a log-series).
struct EpisodeSpread {
    /// The cumulative probability of each number of episodes, from one, in 2^32 parts.
    private let shares: [UInt64]

    init(concentration: Int, most: Int) {
        var weights: [Double] = []
        var weight = 1.0
        for number in 1...most {
            weights.append(weight)
            weight *= Double(concentration) / 1_000 * Double(number) / Double(number + 1)
        }
        let whole = weights.reduce(0, +)
        var sum = 0.0
        shares = weights.map { weight in
            sum += weight
            return UInt64(sum / whole * 4_294_967_296)
        }
    }

    func draw(_ chance: inout SeededGenerator) -> Int {
        let drawn = chance.next() >> 32
        return (shares.firstIndex { drawn < $0 } ?? shares.count - 1) + 1
    }
}

/// The irregularities of delivery: events that come late, twice, or are withdrawn.
struct DeliveryQuirks {
    let parameters: PopulationParameters

    init(_ parameters: PopulationParameters) { self.parameters = parameters }

    func delivered(_ tellings: [TimedDelivery], _ chance: inout SeededGenerator) -> [TimedDelivery] {
        var delivered: [TimedDelivery] = []
        for var telling in tellings {
            telling.arrives = telling.event.recorded + delay(&chance)
            delivered.append(telling)
            if chance.happens(millionths: parameters.share("duplicate") * 1_000) {
                var again = telling
                again.arrives = telling.arrives + .minutes(Int64(1 + chance.below(600)))
                delivered.append(again)
            }
            if chance.happens(millionths: parameters.share("retracted") * 1_000) {
                delivered.append(retraction(of: telling, after: .hours(Int64(1 + chance.below(200)))))
            }
        }
        return delivered
    }

    /// Returns the delay of an event: less than half an hour, or for late ones half within six hours, some after days.
    private func delay(_ chance: inout SeededGenerator) -> Span {
        guard chance.happens(millionths: parameters.share("late") * 1_000) else {
            return .minutes(Int64(chance.below(30)))
        }
        let hours = chance.below(2) == 0 ? chance.below(6) : 6 + chance.below(114) * chance.below(114) / 114
        return .hours(Int64(hours)) + .minutes(Int64(chance.below(60)))
    }

    private func retraction(of telling: TimedDelivery, after: Span) -> TimedDelivery {
        let event = telling.event
        let at = telling.arrives + after
        let retraction = Event(
            source: event.source,
            id: "\(event.id)-w",
            kind: .eventWithdrawn,
            occurred: Occurrence(at),
            recorded: at,
            subject: event.subject,
            corrects: event.id
        )
        return TimedDelivery(retraction, from: telling.agency, arrives: at)
    }
}
