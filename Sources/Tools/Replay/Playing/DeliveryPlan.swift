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

        var isDecision: Bool { if case .decision = self { true } else { false } }
    }

    /// The steps in order of arrival.
    public var steps: [PlannedStep]

    /// Plans the script as written: duplicates in succession, the events of an offline agency when it is back.
    public init(_ script: Script) {
        var steps: [PlannedStep] = []
        for step in script.steps {
            let at = step.arrives(despite: script.offline)
            switch step.content {
            case .decision(let decision): steps.append(.decision(decision, at: at, line: step.line))
            case .event(let document):
                let delivery = Delivery(agency: document.agency, document: document, at: at, line: step.line)
                steps += Array(repeating: .delivery(delivery), count: step.times)
            }
        }
        self.init(inOrder: steps)
    }

    /// Sorts by arrival; steps that arrive together stay in their order.
    init(inOrder steps: [PlannedStep]) {
        self.steps = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(
            \.element
        )
    }
}

extension Script.Step {
    /// Returns the moment at which the step reaches the aggregator: a decision at its own, an event of an agency that
    /// is offline when the agency is back.
    func arrives(despite offline: [Script.Offline]) -> Instant {
        guard case .event(let document) = content else { return arrives }
        var at = arrives
        for window in offline.sorted(by: { $0.from < $1.from })
        where window.agency == document.agency && window.from <= at && at < window.to { at = window.to }
        return at
    }
}

extension DeliveryPlan {
    /// Returns the same play with another order of arrival, drawn from `seed`.
    ///
    /// It shuffles the moments of arrival among the events; none arrives before its agency wrote it down, and all
    /// arrive before the end. People's decisions keep their moments and their order.
    public func rearranged(seed: UInt64) -> DeliveryPlan {
        var chance = SeededGenerator(seed: seed)
        let moments = steps.compactMap { if case .delivery(let delivery) = $0 { delivery.at } else { nil } }
        var dealt = moments.shuffled(using: &chance)
        let shuffled = steps.map { step -> PlannedStep in
            guard case .delivery(var delivery) = step, let moment = dealt.popLast() else { return step }
            let event = delivery.document.event
            delivery.at = max(moment, min(delivery.at, max(event.recorded, event.occurred.latest)))
            return .delivery(delivery)
        }
        var decisions = steps.filter(\.isDecision)[...]
        return DeliveryPlan(
            inOrder: shuffled.shuffled(using: &chance).map { $0.isDecision ? decisions.popFirst() ?? $0 : $0 }
        )
    }
}
