import Correlation
public import SafeguardingModel

/// The player of scripts on a target, with a clock that runs as fast as the target can judge.
public struct ScriptPlayer: Sendable {
    /// The site's rules, identity settings and holidays; the agencies are the script's own.
    public var site: SiteConfiguration

    public init(site: SiteConfiguration) {
        self.site = site
    }

    /// Plays the script as written.
    ///
    /// - Throws: a fault of the site's identity settings, or of the target.
    public func play(_ script: Script, on target: any ScriptTarget) async throws -> Play {
        try await play(script, DeliveryPlan(script), on: target)
    }

    /// Plays the script with the steps of a plan, which may be in another order.
    public func play(_ script: Script, _ plan: DeliveryPlan, on target: any ScriptTarget) async throws -> Play {
        let start = min(
            plan.steps.first?.at ?? script.until,
            script.calendar.instant(day: 0, secondsAfterMidnight: 0)
        )
        let identity = try site.identitySettings()
        try await target.configure(site.playing(script), at: start)
        var decisions: [String: Position] = [:]
        for step in plan.steps {
            try await target.advance(to: step.at)
            switch step {
            case .delivery(let delivery): try await target.deliver(delivery)
            case .decision(let decision, let at, _):
                let made = Decision(decision.kind(positions: decisions), by: "script", note: decision.id)
                decisions[decision.id] = try await target.decide(made, at: at)
            }
        }
        try await target.advance(to: script.until)
        let alerts = try await target.finish()
        return Play(
            plan: plan,
            alerts: alerts,
            roles: Roles(script, plan, decisions: decisions, identity)
        )
    }
}

/// The result of one play.
public struct Play: Sendable {
    /// The deliveries and decisions as they were played.
    public var plan: DeliveryPlan
    /// Every alert ever raised, in order of raising.
    public var alerts: [Alert]
    /// The script's names for the subjects of the alerts.
    public var roles: Roles

    /// The alerts in the words of the script, in the same order.
    public var summaries: [AlertSummary] { alerts.map { AlertSummary($0, roles) } }
}

extension ScriptDecision {
    /// Returns the decision as the journal has it; one that takes back another has the other's position.
    func kind(positions: [String: Position]) -> Decision.Kind {
        switch verdict {
        case .same(let records): .same(records)
        case .different(let records): .different(records)
        case .samePerson(let keys, let exercise): .samePerson(keys, exercise: exercise)
        case .differentPeople(let keys, let exercise): .differentPeople(keys, exercise: exercise)
        case .takenBack(let id): .takenBack(position: positions[id] ?? 0)
        }
    }
}
