import SafeguardingModel

/// Adults on registers, each with an online name. None of them exists.
struct Register {
    let parameters: PopulationParameters

    init(_ parameters: PopulationParameters) { self.parameters = parameters }

    func tellings(_ chance: inout SeededGenerator) -> [TimedDelivery] {
        (0..<parameters.listedAdults).map { number in
            let day = parameters.day0.advanced(by: chance.below(parameters.days))
            let at = Zone.london.instant(day, secondsAfterMidnight: 32_400 + chance.below(28_800))
            let link = Link(
                role: .listed,
                label: "Sample Adult \(number)",
                keys: [LinkKey(.handle, "sample-adult-\(number)")],
                kind: "person"
            )
            let event = Event(
                source: "/police/register",
                id: "reg-\(number)",
                kind: .personListed,
                occurred: Occurrence(at),
                recorded: at,
                fields: [Field(.register, "rso")],
                links: [link]
            )
            return TimedDelivery(event, from: "police", arrives: at)
        }
    }
}
