import SafeguardingModel

/// Rules that nobody ships: what the language can say and no shipped rule does, each with an example for the histories.
enum LanguageRules {
    /// Another order than the shipped one: friends before adults, relatives count where children share them.
    static let relations = SiteConfiguration.TextFile(
        name: "relations.yaml",
        text: """
            relations: 1
            order:
              - { relation: declared, foundWith: counts, shared: counts, because: a test }
              - { relation: listed, foundWith: counts, shared: counts, because: a test }
              - { relation: friend, foundWith: silent, shared: silent, because: a test }
              - { relation: child, foundWith: counts, shared: silent, because: a test }
              - { relation: adult, foundWith: counts, shared: counts, because: a test }
              - { relation: family, foundWith: silent, shared: counts, because: a test }
              - { relation: carer, foundWith: counts, shared: silent, because: a test }
              - { relation: formerly-of-concern, foundWith: silent, shared: counts, because: a test }
              - { relation: professional, foundWith: silent, shared: counts, because: a test }
              - { relation: unknown, foundWith: counts, shared: counts, because: a test }
            """
    )

    static let files: [SiteConfiguration.TextFile] = rules.map { name, text in
        SiteConfiguration.TextFile(
            name: "\(name).yaml",
            text: """
                rule: \(name)
                version: 1
                status: active
                title: A rule of the language
                severity: medium
                tell: [cse-team]
                why: The language can say it.
                source: none

                """ + text + "\n" + nothing
        )
    }

    /// Every file needs one example that does not fire; what the others say is for the histories to judge.
    private static let nothing = """
          - name: nothing told
            given:
              - { day: 0, at: "10:00", from: health, type: health.flagged, data: { code: x } }
            expect: nothing
        """

    private static let rules = [
        (
            "language-variants",
            """
            when:
              count: { of: [concern.observed], reaches: [2, 4], within: 30 d, quiet: 10 d }
            escalate:
              - { while: { any: [{ wentMissing: { times: 2, within: 60 d } }, { placed: out of area }] }, severity: high }
              - { while: { is: [concern.observed: { toldBy: [health] }] }, severity: critical }
            suppressedBy: { rules: [language-pair], within: 5 d }
            variants:
              - from: 2016-01-15
                severity: low
                when: { count: { of: [concern.observed], reaches: [1, 3], within: 20 d } }
              - from: 2016-02-01
                authority: E08000011
                when:
                  any:
                    - count: { of: [concern.observed, referral.made], distinct: sector, reaches: 2, within: 20 d }
                    - count: { of: [referral.made], reaches: [1], within: 20 d }
                      severity: high
            examples:
              - name: four concerns, the child of an authority
                given:
                  - { day: 0, at: "10:00", from: social-care, type: status.started, data: { status: looked-after } }
                  - { days: [1, 9, 12, 20], at: "10:00", from: education, type: concern.observed, data: { indicators: upset } }
                  - { days: [28, 31], at: "10:00", from: health, type: concern.observed, data: { indicators: upset } }
                  - { day: 30, at: "10:00", from: health, type: referral.made, data: { referral: r1 } }
                expect: { severity: low, day: 0 }
            """
        ),
        (
            "language-pair",
            """
            when:
              together:
                all: [[concern.observed: { mentions: [handle, phone] }], found, [health.attended, arrest.made]]
                within: 10 d
            examples:
              - name: all three
                given:
                  - { day: 0, at: "20:00", from: police, type: missing.reported, data: { episode: e1, category: missing }, lasting: 9 h }
                  - { day: 2, at: "10:00", from: education, type: concern.observed, data: { indicators: upset, people: "handle:h7" } }
                  - { day: 4, at: "10:00", from: health, type: health.attended, data: { setting: emergency } }
                  - { day: 8, at: "10:00", from: education, type: concern.observed, data: { indicators: upset } }
                expect: { severity: low, day: 0 }
            """
        ),
        (
            "language-contact",
            """
            when:
              any:
                - contact: { how: mentioned, lookBack: 20 d, quiet: 5 d, sharedByMoreThan: 2, through: 4 }
                - contact: { how: found, orders: [rso, sro], lookBack: 30 d, through: 1 }
                - foundAgain: { times: 2, within: 40 d, sharedByMoreThan: 1 }
                - foundAgain: { times: 3, within: 60 d, with: others }
            examples:
              - name: over two facts
                given:
                  - { day: 0, at: "10:00", from: police, type: person.listed, about: adult, data: { register: rso, listed: "handle:h1" } }
                  - { day: 9, at: "10:00", from: police, type: intelligence.recorded, about: adult, data: { people: ["handle:h1", "reference:police/p1"] } }
                  - { day: 12, at: "10:00", from: health, type: intelligence.recorded, about: adult, data: { people: ["reference:police/p1", "phone:447700900123"] } }
                  - { day: 10, at: "10:00", from: education, type: concern.observed, data: { indicators: upset, people: "phone:447700900123" } }
                  - { day: 14, at: "10:00", from: health, type: concern.observed, child: c2, data: { indicators: upset, people: "phone:447700900123" } }
                expect: { severity: low, day: 0 }
            """
        ),
        (
            "language-shared",
            """
            about: shared
            when:
              any:
                - shared: { what: places, exceptKinds: [school, station], facts: 2, within: 30 d, phonesByAgencies: 2 }
                - shared: { what: people, children: 2, within: 30 d, sharedByMoreThan: 2, steps: [{ children: 2, severity: high }] }
                - shared: { facts: 2, sectors: 2, within: 10 d, unlessToldBy: { sectors: [police, health], within: 3 d } }
                - missingTogether: { startWithin: 20 h, times: 2, in: 20 d, ifKnown: 1 }
            examples:
              - name: one house
                household: [c1, c3]
                given:
                  - { days: [0, 3], at: "10:00", from: education, child: c1, type: concern.observed, data: { indicators: upset, places: "uprn:38000001" } }
                  - { day: 5, at: "10:00", from: health, child: c2, type: concern.observed, data: { indicators: upset, places: ["uprn:38000001", "premises:L1 1AA|1"] } }
                  - { days: [4, 6], at: "10:00", from: residential, child: c3, type: concern.observed, data: { indicators: upset, people: ["phone:447700900123", "handle:h1"] } }
                  - { day: 7, at: "10:00", from: residential, child: c2, type: concern.observed, data: { indicators: upset, people: "handle:h1" } }
                expect: { severity: low, day: 0 }
            """
        ),
        (
            "language-waiting",
            """
            when:
              any:
                - overdue:
                    since: { oneOf: [move, lowered, { rules: [language-pair], atLeast: medium }] }
                    while: { not: { had: { any: [panel.listed], within: 20 d } } }
                    unless: [strategy.held, referral.made]
                    orBefore: 12 h
                    until: missing
                    steps:
                      - { after: 2 working days, severity: low, ifKnown: medium }
                      - { after: 5 d, severity: medium, onlyIfKnown: true }
                      - { after: 9 d, severity: high, while: { missingWithin: 20 d } }
                - count:
                    of: { oneOf: [missing, { rules: [language-contact] }] }
                    reaches: [2, 3]
                    within: 20 d
                    longerAfter: { any: [disclosure.made], within: 60 d }
                - worseAfter: { since: lowered, of: { oneOf: [missing, [concern.observed]] }, within: 30 d, times: 2, atLeast: 2 }
                - turns: { years: 14, months: 7, because: { any: [referral.made, missing.reported], within: 30 d } }
            examples:
              - name: a move
                born: 2001-06-30
                given:
                  - { day: 0, at: "10:00", from: residential, type: placement.started, data: { placement: p1, responsibleAuthority: E08000011, hostAuthority: E08000012 } }
                  - { day: 20, at: "10:00", from: residential, type: placement.started, data: { placement: p2, responsibleAuthority: E08000011, hostAuthority: E08000012 } }
                  - { day: 21, at: "10:00", from: social-care, type: referral.decided, data: { referral: r1, band: high } }
                  - { day: 22, at: "10:00", from: social-care, type: referral.decided, data: { referral: r1, band: low } }
                  - { day: 10, at: "10:00", from: health, type: panel.listed, data: { panel: x1 } }
                  - { days: [24, 27], at: "20:00", from: police, type: missing.reported, data: { episode: e1, category: missing }, lasting: 3 h }
                expect: { severity: low, day: 0 }
            """
        ),
        (
            "language-counts",
            """
            when:
              any:
                - count:
                    of: [concern.observed, referral.made, health.attended]
                    distinct: agency
                    reaches: 3
                    within: 20 d
                    ifKnown: { reaches: 2, within: 5 d }
                    while: { missingWithin: 40 d }
                - count: { of: [intelligence.recorded, concern.observed, missing.found], where: elsewhere, afterReturn: 5 d, reaches: [1, 3], within: 10 d }
                - count: { of: { oneOf: [missing, move] }, distinct: sector, reaches: 3, within: 30 d, quiet: 5 d }
                - count: { of: { oneOf: [missing, move] }, reaches: 3, within: 30 d, orWithMissingBetween: 2, quiet: 5 d }
                - count: { of: missing, reaches: [3, 5], within: 20 d, ifKnown: { reaches: 2, within: 30 d }, longerAfter: { any: [disclosure.made], within: 50 d } }
            examples:
              - name: agencies of two areas
                given:
                  - { day: 0, at: "20:00", from: police, type: missing.reported, data: { episode: e1, category: missing }, lasting: 30 h }
                  - { days: [1, 4], at: "10:00", from: police-two, sector: police, type: concern.observed, data: { indicators: upset } }
                  - { day: 5, at: "10:00", from: police-two, sector: police, type: intelligence.recorded }
                  - { days: [2, 6], at: "10:00", from: education, type: referral.made, data: { referral: "r#" } }
                  - { day: 3, at: "10:00", from: health, type: health.attended, data: { setting: emergency } }
                  - { day: 9, at: "10:00", from: residential, type: placement.started, data: { placement: p1, responsibleAuthority: E08000011 } }
                  - { day: 12, at: "10:00", from: social-care, type: placement.started, data: { placement: p2, responsibleAuthority: E08000011 } }
                expect: { severity: low, day: 0 }
            """
        ),
        (
            "language-school",
            """
            when:
              any:
                - attendance: { codes: [N], absences: 3, inSessions: 4, fall: { above: 60, below: 50, sessions: 3, before: 3 }, quiet: 4 d }
                - silence: { of: [education, residential], regular: 2, in: 20 d, after: 8 d, afterFor: { education: 6 d } }
                - count: { of: [strategy.held, strategy.requested], per: absent agency, reaches: [1, 2], within: 20 d }
            examples:
              - name: away
                given:
                  - { days: [0, 1, 2, 3, 7, 8, 9, 10], at: "09:00", from: education, type: attendance.marked, data: { code: P, session: am } }
                  - { days: [11, 14], at: "09:00", from: education, type: attendance.marked, data: { code: N, session: am } }
                  - { days: [11, 14], at: "13:00", from: education, type: attendance.marked, data: { code: N, session: pm } }
                  - { days: [12, 13], at: "09:00", from: residential, type: concern.observed, data: { indicators: tired } }
                  - { days: [5, 9], at: "10:00", from: social-care, type: strategy.held, data: { invited: [police, health], attended: [health] } }
                expect: { severity: low, day: 0 }
            """
        ),
    ]
}
