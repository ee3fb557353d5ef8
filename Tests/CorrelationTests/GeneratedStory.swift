import SafeguardingModel

extension Story {
    /// A history made by chance: one to three children, five agencies, everything that the rules look at, corrections and
    /// withdrawals included. Synthetic through and through.
    static func generated(_ dice: inout SeededGenerator) -> Story {
        var story = Story()
        let children = Array(["c1", "c2", "c3"].prefix(1 + dice.below(3)))
        for _ in 0..<(4 + dice.below(22)) { story.addAnything(children, &dice) }
        for _ in 0..<dice.below(4) { story.addAmendment(&dice) }
        if dice.happens(oneIn: 3) { story.addSharedIdentity(&dice) }
        story.until = max(at(140), story.settled)
        return story
    }

    /// A short history, close together in time, so that small numbers and short windows meet.
    static func short(_ dice: inout SeededGenerator) -> Story {
        var story = Story()
        let children = dice.happens(oneIn: 4) ? ["c1", "c2"] : ["c1"]
        let days = dice.pick([3, 10, 35, 100])
        // A quarter of the histories are about adults alone: concerns, register entries, intelligence, returns.
        let people = [3, 6, 10, 15, 15]
        let theme = dice.happens(oneIn: 4) ? people : (0..<(2 + dice.below(3))).map { _ in dice.below(Story.sorts) }
        for _ in 0..<(2 + dice.below(6)) { story.addAnything(children, within: days, sort: dice.pick(theme), &dice) }
        if dice.happens(oneIn: 3) { for _ in 0...dice.below(2) { story.addAmendment(&dice) } }
        if children.count > 1, dice.happens(oneIn: 3) { story.addSharedIdentity(&dice) }
        story.until = max(at(140), story.settled)
        return story
    }

    /// How many sorts of things there are to tell.
    private static let sorts = 16

    private mutating func addAnything(
        _ children: [String],
        within days: Int = 100,
        sort: Int? = nil,
        _ dice: inout SeededGenerator
    ) {
        let child = dice.pick(children)
        defer { if dice.happens(oneIn: 6) { addHome(&dice) } }
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
        case 8:
            add(
                .healthAttended,
                by: "health",
                onDay: day,
                clock,
                child: child,
                [Field(.setting, "emergency")],
                links: dice.happens(oneIn: 4) ? [Story.place("3800000\(dice.below(2))")] : []
            )
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
                [Field(.register, dice.pick(["rso", "cawn"]))]
                    + (dice.happens(oneIn: 4)
                        ? [Field(.expires, dice.pick(["2016-01-20", "2016-03-01T12:00:00Z"]))] : []),
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
                placement,
                links: dice.happens(oneIn: 4) ? [house(&dice)] : []
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
                child: dice.happens(oneIn: 2) ? nil : child,
                links: intelligence(&dice),
                restricted: dice.happens(oneIn: 2)
            )
        }
    }

    /// The last record says where the child lives.
    private mutating func addHome(_ dice: inout SeededGenerator) {
        guard let last = told.indices.last, told[last].event.child != nil else { return }
        told[last].event.child?.postcode = "L1 1AA"
        told[last].event.child?.address = dice.pick([
            "1 Sample Street", "1, Sample St.", "2 Sample Street", "Flat 2, 1 Sample Street", "",
        ])
        guard dice.happens(oneIn: 3), let child = told[last].event.subject.split(separator: "-").first else { return }
        told[last].event.child?.givenName = "Sample\(child)"
        told[last].event.child?.familyName = "Example"
    }

    private mutating func addEpisode(_ child: String, _ day: Int, _ clock: String?, _ dice: inout SeededGenerator) {
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
                [Field(.episode, episode), Field(.category, category)],
                links: dice.happens(oneIn: 4) ? [adult(&dice)] : []
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

    private func links(_ dice: inout SeededGenerator) -> [Link] {
        switch dice.below(6) {
        case 0, 1: []
        case 2: [adult(&dice, role: dice.pick([.mentioned, .personOfConcern]))]
        case 3:
            [Story.place("3800000\(dice.below(2))", kind: dice.pick(["premises", "premises", "school", "Youth Club"]))]
        case 4: [house(&dice)]
        default: [Story.handle("h\(dice.below(3))")]
        }
    }

    /// Somebody by one to three of few keys, so that keys meet.
    private func adult(_ dice: inout SeededGenerator, role: Link.Role = .mentioned) -> Link {
        let all = [
            LinkKey(.handle, "h0"), LinkKey(.handle, "h1"), LinkKey(.handle, "h2"), LinkKey(.phone, "447700900123"),
            LinkKey(.phone, "447700900124"), LinkKey(.vehicle, "AB12CDE"), LinkKey(.reference, "police/p1"),
            LinkKey(.reference, "police/c2-police"), LinkKey(.nameAndBirth, "fay friend|2001-09-09"),
        ]
        let keys = Array(all.shuffled(using: &dice).prefix(1 + dice.below(3)))
        var link = Link(role: role, keys: keys, kind: "person")
        if role == .listed { return link }
        if dice.happens(oneIn: 4) { link.relation = dice.pick(Relation.allCases) }
        if role == .mentioned, link.relation == .ofConcern { link.role = .personOfConcern }
        if dice.happens(oneIn: 8) {
            link.label = dice.pick(["Mum", "Aunt Examplec1", "aunt example", "unknown adult male"])
        }
        let ages: [PersonTrait] = [.age(15), .age(40), .born(CivilDay(number: 11_500)), .born(CivilDay(number: 5_000))]
        if dice.happens(oneIn: 8) { link.traits = [dice.pick(ages)] }
        return link
    }

    private func house(_ dice: inout SeededGenerator) -> Link {
        let keys = [LinkKey(.premises, "L1 1AA|\(dice.pick(["1", "1 sample street"]))"), LinkKey(.uprn, "38000000")]
        let isHome = dice.happens(oneIn: 3)
        let told = isHome && dice.happens(oneIn: 2) ? Array(keys.suffix(1)) : Array(keys.prefix(1 + dice.below(2)))
        var link = Link(role: .mentioned, keys: told, kind: isHome ? "home" : "premises")
        if isHome { link.traits = [.address(postcode: "L1 1AA", house: dice.pick(["", "1", "3"]))] }
        return link
    }

    private func listed(_ dice: inout SeededGenerator) -> [Link] {
        var links = [adult(&dice, role: .listed)]
        if dice.happens(oneIn: 3) { links.append(house(&dice)) }
        if dice.happens(oneIn: 4) { links[0].traits = [.address(postcode: "L1 1AA", house: "1 sample street")] }
        if dice.happens(oneIn: 12) { links[0].keys = [] }
        return dice.happens(oneIn: 2) ? links + [Story.place("3800000\(dice.below(2))")] : links
    }

    /// Somebody, perhaps with where they live.
    private func intelligence(_ dice: inout SeededGenerator) -> [Link] {
        var links = [adult(&dice, role: dice.pick([.mentioned, .mentioned, .personOfConcern]))]
        let house = dice.pick(["1 sample street", "1", "flat 2 1 sample street"])
        if dice.happens(oneIn: 4) { links[0].traits.append(.address(postcode: "L1 1AA", house: house)) }
        if dice.happens(oneIn: 4) { links.append(self.house(&dice)) }
        if dice.happens(oneIn: 8) { links.append(adult(&dice)) }
        return links
    }

    private func found(_ dice: inout SeededGenerator) -> Link {
        switch dice.below(6) {
        case 0: Story.place("3800000\(dice.below(2))", role: .foundPlace)
        case 1, 2: adult(&dice, role: .foundWith)
        case 3:
            Link(
                role: .foundWith,
                label: dice.pick(["a man", "A man", "a woman, 40", "Mum", "male", ""]),
                keys: [],
                kind: "person",
                relation: dice.pick([.ofConcern, .family, nil, nil, nil])
            )
        default: Story.handle("h\(dice.below(3))", role: .foundWith)
        }
    }

    /// Corrects or withdraws something that was told, perhaps a correction.
    mutating func addAmendment(_ dice: inout SeededGenerator) {
        guard !told.isEmpty else { return }
        let target = dice.pick(told)
        let names = target.event.subject.split(separator: "-")
        let child = dice.happens(oneIn: 4) ? "c1" : names.first.map(String.init) ?? ""
        var event = target.event
        event.id = "\(target.event.id)-\(told.count)"
        event.kind = dice.happens(oneIn: 2) ? .eventWithdrawn : .eventCorrected
        event.corrects = target.event.id
        if !names.isEmpty {
            event.subject = "\(child)-\(target.agency)"
            event.child?.familyName = "Example\(child)"
        }
        // A correction tells when the thing happened; it was recorded later.
        event.occurred = Occurrence(target.event.occurred.earliest + .hours(Int64(dice.below(60)) - 30))
        event.recorded = target.event.recorded + .hours(Int64(dice.below(1_000)))
        told.append(Told(event: event, agency: target.agency, arrives: max(event.recorded, event.occurred.latest)))
    }

    /// An agency's record that carries two children's NHS number: it joins them.
    mutating func addSharedIdentity(_ dice: inout SeededGenerator) {
        for index in told.indices where told[index].event.child != nil && dice.happens(oneIn: 4) {
            told[index].event.child?.nhsNumber = "9990000018"
        }
    }
}
