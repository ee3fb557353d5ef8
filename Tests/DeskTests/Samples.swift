import SafeguardingModel

/// Alerts for pages to show.
///
/// Nobody in them lives.
enum Sample {
    static let child = ChildID(rawValue: "C-1")

    static func alert(
        _ id: String = "A-7-0",
        _ severity: Severity = .high,
        headline: String = "Three agencies told of the same week.",
        title: String = "Agencies converge",
        subject: Subject = .child(child),
        raisedAt: Instant = World.start,
        dueIn: Span? = .hours(1),
        evidence: [Evidence] = [],
        reasons: [String] = [],
        alone: [SectorView] = [],
        unknown: [String] = [],
        questions: [Question] = [],
        isTrial: Bool = false,
        isExercise: Bool = false
    ) -> Alert {
        let finding = Finding(
            rule: "agencies-converge",
            ruleVersion: 1,
            subject: subject,
            severity: severity,
            enteredAt: raisedAt,
            evidence: evidence.map(\.position),
            sectors: [.police, .health]
        )
        let explanation = Explanation(
            headline: headline,
            reasons: reasons,
            evidence: evidence,
            alone: alone,
            unknown: unknown,
            questions: questions
        )
        return Alert(
            id: id,
            finding: finding,
            explanation: explanation,
            title: title,
            tell: ["cse-team"],
            raisedAt: raisedAt,
            acknowledgeBy: dueIn.map { raisedAt + $0 },
            isTrial: isTrial,
            isExercise: isExercise
        )
    }

    static func fact(
        at position: Position = 1,
        _ kind: EventKind = .missingReported,
        agency: AgencyName = "merseyside-police",
        occurred: Instant = World.start - .days(8),
        received: Instant? = nil,
        isRestricted: Bool = false
    ) -> Fact {
        Fact(
            position: position,
            kind: kind,
            agency: agency,
            sector: .police,
            occurred: Occurrence(occurred),
            recorded: occurred + .minutes(25),
            received: received ?? occurred + .hours(1),
            isRestricted: isRestricted
        )
    }

    static func evidence(
        at position: Position = 1,
        _ sentence: String = "Reported missing from care.",
        agency: AgencyName = "merseyside-police",
        occurred: Instant = World.start - .days(8),
        received: Instant? = nil,
        isRestricted: Bool = false
    ) -> Evidence {
        Evidence(
            fact: fact(
                at: position,
                agency: agency,
                occurred: occurred,
                received: received,
                isRestricted: isRestricted
            ),
            sentence: sentence
        )
    }
}
