import SafeguardingModel

extension Story {
    /// A history made by chance: one to three children, five agencies, everything that the rules look at, corrections and
    /// withdrawals included. Synthetic through and through.
    static func generated(_ dice: inout Dice) -> Story {
        var story = Story()
        let children = Array(["c1", "c2", "c3"].prefix(1 + dice.below(3)))
        for _ in 0..<(4 + dice.below(22)) { story.addAnything(children, &dice) }
        for _ in 0..<dice.below(4) { story.addAmendment(&dice) }
        if dice.happens(oneIn: 3) { story.addSharedIdentity(children, &dice) }
        story.until = at(140)
        return story
    }

    /// A short history, close together in time, so that small numbers and short windows meet.
    static func short(_ dice: inout Dice) -> Story {
        var story = Story()
        let children = dice.happens(oneIn: 4) ? ["c1", "c2"] : ["c1"]
        let days = dice.pick([3, 10, 35, 100])
        let theme = (0..<(2 + dice.below(3))).map { _ in dice.below(Story.sorts) }
        for _ in 0..<(2 + dice.below(6)) { story.addAnything(children, within: days, sort: dice.pick(theme), &dice) }
        if dice.happens(oneIn: 3) { for _ in 0...dice.below(2) { story.addAmendment(&dice) } }
        if children.count > 1, dice.happens(oneIn: 3) { story.addSharedIdentity(children, &dice) }
        story.until = at(140)
        return story
    }

    /// How many sorts of things there are to tell.
    private static let sorts = 16

    private mutating func addAnything(
        _ children: [String],
        within days: Int = 100,
        sort: Int? = nil,
        _ dice: inout Dice
    ) {
        let child = dice.pick(children)
        let day = dice.below(days)
        let clock = dice.happens(oneIn: 8) ? nil : "\(10 + dice.below(14)):\(10 + dice.below(50))"
        let agency = dice.pick(Story.agencies).name
        switch sort ?? dice.below(Story.sorts) {
        case 0...4: addEpisode(child, day, clock, &dice)
        case 5: add(.referralMade, by: agency, onDay: day, clock, child: child, [Field(.referral, "r\(dice.below(4))")])
        case 6, 7:
            add(
                .concernObserved,
                by: agency,
                onDay: day,
                clock,
                child: child,
                [Field(.indicators, "upset")],
                links: links(&dice),
                restricted: dice.happens(oneIn: 4)
            )
        case 8: add(.healthAttended, by: "health", onDay: day, clock, child: child, [Field(.setting, "emergency")])
        case 9:
            add(
                .attendanceMarked,
                by: "school",
                onDay: day,
                clock,
                child: child,
                [Field(.code, dice.pick(["N", "O", "M"])), Field(.session, "am")]
            )
        case 10:
            add(
                .personListed,
                by: "police",
                onDay: day,
                clock,
                child: dice.happens(oneIn: 4) ? child : nil,
                [Field(.register, dice.pick(["rso", "cawn"]))],
                links: listed(&dice)
            )
        case 11:
            add(
                .personUnlisted,
                by: "police",
                onDay: day,
                clock,
                child: nil,
                [Field(.register, "rso")],
                links: listed(&dice)
            )
        case 12:
            let placement =
                [Field(.placement, "p\(dice.below(3))")] + (dice.happens(oneIn: 3) ? Story.athome : Story.away)
            add(
                dice.pick([.placementStarted, .placementStarted, .placementNotified, .placementEnded]),
                by: dice.pick(["home", "social-care"]),
                onDay: day,
                clock,
                child: child,
                placement
            )
        case 13:
            add(
                dice.pick([.statusStarted, .statusEnded]),
                by: "social-care",
                onDay: day,
                clock,
                child: child,
                [Field(.status, "cse-flag")]
            )
        case 14:
            add(
                dice.pick([.returnInterviewCompleted, .returnInterviewRefused]),
                by: "social-care",
                onDay: day,
                clock,
                child: child,
                [Field(.episodes, "e\(dice.below(8))")]
            )
        default:
            add(
                .intelligenceRecorded,
                by: "police",
                onDay: day,
                clock,
                child: dice.happens(oneIn: 3) ? nil : child,
                links: [Story.handle("h\(dice.below(3))", role: dice.pick([.mentioned, .personOfConcern]))],
                restricted: true
            )
        }
    }

    private mutating func addEpisode(_ child: String, _ day: Int, _ clock: String?, _ dice: inout Dice) {
        let agency = dice.pick(["police", "police", "home", "social-care"] as [AgencyName])
        let episode = "e\(dice.below(8))"
        let category = dice.happens(oneIn: 6) ? "away" : "missing"
        if !dice.happens(oneIn: 8) {
            add(
                .missingReported,
                by: agency,
                onDay: day,
                clock,
                child: child,
                [Field(.episode, episode), Field(.category, category)]
            )
        }
        if !dice.happens(oneIn: 6) {
            add(
                .missingFound,
                by: agency,
                onDay: day + dice.below(3),
                clock == nil ? nil : "23:30",
                child: child,
                [Field(.episode, episode)],
                links: (0..<3).filter { _ in dice.happens(oneIn: 4) }.map { _ in found(&dice) }
            )
        }
    }

    private func links(_ dice: inout Dice) -> [Link] {
        dice.happens(oneIn: 2) ? [Story.handle("h\(dice.below(3))")] : []
    }

    private func listed(_ dice: inout Dice) -> [Link] {
        let links = [Story.handle("h\(dice.below(3))", role: .listed)]
        return dice.happens(oneIn: 2) ? links + [Story.place("3800000\(dice.below(2))")] : links
    }

    private func found(_ dice: inout Dice) -> Link {
        dice.happens(oneIn: 2)
            ? Story.place("3800000\(dice.below(2))", role: .foundPlace)
            : Story.handle("h\(dice.below(3))", role: .foundWith)
    }

    /// Corrects or withdraws something that was told, perhaps a correction.
    private mutating func addAmendment(_ dice: inout Dice) {
        guard !told.isEmpty else { return }
        let target = dice.pick(told)
        let day = dice.below(120)
        let fields = target.event.fields
        let child =
            target.event.subject.isEmpty
            ? nil : dice.happens(oneIn: 4) ? "c1" : target.event.subject.split(separator: "-").first.map(String.init)
        let kind: EventKind = dice.happens(oneIn: 2) ? .eventWithdrawn : .eventCorrected
        add(
            kind,
            by: target.agency,
            onDay: day,
            "12:\(10 + dice.below(50))",
            child: child,
            fields,
            links: target.event.links,
            arrives: Story.at(day, "13:00"),
            corrects: target.event.id
        )
        // A correction tells when the thing happened; it was recorded later.
        let last = told.count - 1
        told[last].event.recorded = told[last].event.occurred.latest
        let shift = Span.hours(Int64(dice.below(60)) - 30)
        told[last].event.occurred = Occurrence(target.event.occurred.earliest + shift)
    }

    /// An agency's record that carries two children's NHS number: it joins them.
    private mutating func addSharedIdentity(_ children: [String], _ dice: inout Dice) {
        for index in told.indices where told[index].event.child != nil && dice.happens(oneIn: 4) {
            told[index].event.child?.nhsNumber = "9990000018"
        }
    }
}
