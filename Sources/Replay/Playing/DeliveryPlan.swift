public import SafeguardingModel

/// The events and decisions of a play, in the order in which they reach the aggregator.
public struct DeliveryPlan: Hashable, Sendable {
    /// One event or one decision that reaches the aggregator.
    public enum PlannedStep: Hashable, Sendable {
        case delivery(Delivery)
        /// A person's decision; `line` is the script's line, for reports.
        case decision(ScriptDecision, at: Instant, line: Int)

        /// The moment at which the step reaches the aggregator.
        public var at: Instant {
            switch self {
            case .delivery(let delivery): delivery.at
            case .decision(_, let at, _): at
            }
        }
    }

    /// The steps in order of arrival.
    public var acts: [PlannedStep]

    /// Plans the script as written: duplicates in succession, the events of an offline agency when it is back. A step
    /// that would arrive after the end of the play is left out.
    public init(_ script: Script) {
        var acts: [PlannedStep] = []
        for step in script.steps {
            switch step.content {
            case .decision(let decision): acts.append(.decision(decision, at: step.arrives, line: step.line))
            case .event(let document):
                let at = DeliveryPlan.back(document.agency, step.arrives, script.offline)
                let delivery = Delivery(agency: document.agency, document: document, at: at, line: step.line)
                acts += Array(repeating: .delivery(delivery), count: step.times)
            }
        }
        self.init(inOrder: acts.filter { $0.at <= script.until })
    }

    /// Sorts by arrival; steps that arrive together stay in their order.
    init(inOrder acts: [PlannedStep]) {
        self.acts = acts.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private static func back(_ agency: AgencyName, _ arrives: Instant, _ offline: [Script.Offline]) -> Instant {
        var at = arrives
        for window in offline.sorted(by: { $0.from < $1.from })
        where window.agency == agency && window.from <= at && at < window.to { at = window.to }
        return at
    }
}

extension DeliveryPlan {
    /// Returns the same play with another order of arrival, drawn from `seed`.
    ///
    /// It shuffles the moments of arrival among the events; none arrives before its agency wrote it down, and all
    /// arrive before the end. People's decisions keep their moments.
    public func rearranged(seed: UInt64) -> DeliveryPlan {
        var chance = SeededGenerator(seed: seed)
        let moments = acts.compactMap { if case .delivery(let delivery) = $0 { delivery.at } else { nil } }
        var dealt = moments.shuffled(using: &chance)
        let shuffled = acts.map { act -> PlannedStep in
            guard case .delivery(var delivery) = act, let moment = dealt.popLast() else { return act }
            let event = delivery.document.event
            delivery.at = max(moment, min(delivery.at, max(event.recorded, event.occurred.latest)))
            return .delivery(delivery)
        }
        return DeliveryPlan(inOrder: shuffled.shuffled(using: &chance))
    }
}
