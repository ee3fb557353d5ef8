import SafeguardingModel

/// The two ready scripts and the negative controls, as stories. Synthetic elaborations of the published skeletons.
extension Story {
    static let away = [Field(.responsibleAuthority, "E08000011"), Field(.hostAuthority, "E08000012")]

    /// Child Q: placed across a boundary, an online contact, then 42 hours at the home of a registered sex offender.
    static func childQ(registered: Bool = true) -> Story {
        var story = Story()
        story.add(.placementStarted, by: "home", onDay: 0, "10:00", [Field(.placement, "H1")] + away)
        story.missing(onDay: 12, "20:40", lasting: .minutes(150), by: "home", episode: "h12")
        story.missing(onDay: 12, "20:55", lasting: .minutes(135), episode: "e12")
        story.interviewed(onDay: 14, "e12")
        story.add(
            .concernObserved,
            by: "home",
            onDay: 21,
            "22:00",
            [Field(.indicators, "phone-at-night")],
            links: [handle("h77")]
        )
        story.missing(onDay: 24, "19:00", lasting: .minutes(330), episode: "e24")
        story.interviewed(onDay: 26, "e24")
        story.add(
            .concernObserved,
            by: "school",
            onDay: 27,
            "11:00",
            [Field(.indicators, "messages")],
            links: [handle("h77")]
        )
        story.missing(onDay: 31, "17:30", lasting: .minutes(510), episode: "e31")
        story.add(
            .referralMade,
            by: "social-care",
            onDay: 32,
            "09:30",
            [Field(.referral, "ce1-1"), Field(.form, "CE1")]
        )
        story.interviewed(onDay: 33, "e31")
        if registered {
            story.add(
                .personListed,
                by: "police",
                onDay: 40,
                "11:00",
                child: nil,
                [Field(.register, "rso")],
                links: [handle("h77", role: .listed), place("38000001")],
                restricted: true
            )
        }
        story.missing(onDay: 47, "16:10", lasting: nil, by: "home", episode: "h47")
        story.missing(onDay: 47, "16:40", lasting: nil, episode: "e47")
        story.add(
            .missingFound,
            by: "police",
            onDay: 49,
            "10:30",
            [Field(.episode, "e47")],
            links: [place("38000001", role: .foundPlace)]
        )
        story.add(.missingFound, by: "home", onDay: 49, "10:45", [Field(.episode, "h47")])
        story.interviewed(onDay: 50, "e47")
        story.until = at(55)
        return story
    }

    /// Child S: into care, moved from placement to placement, missing more and longer, referred three times as low.
    static func childS() -> Story {
        var story = Story()
        for day in stride(from: -200, to: 0, by: 14) where day % 7 < 5 {
            story.add(.attendanceMarked, by: "school", onDay: day, "09:00", [Field(.code, "N"), Field(.session, "am")])
        }
        story.add(.statusStarted, by: "social-care", onDay: -120, "10:00", [Field(.status, "child-protection-plan")])
        for (day, hours) in [(-58, 2), (-31, 4), (-8, 3)] {
            story.missingAndInterviewed(day, "17:00", .hours(Int64(hours)))
        }
        story.add(.statusStarted, by: "social-care", onDay: 0, "10:00", [Field(.status, "looked-after")])
        story.add(.placementStarted, by: "social-care", onDay: 0, "10:00", [Field(.placement, "foster1")] + athome)
        for (day, clock, hours) in [
            (5, "17:00", 4), (11, "15:00", 7), (19, "20:00", 9), (23, "19:00", 14), (30, "12:00", 11),
        ] {
            story.missingAndInterviewed(day, clock, .hours(Int64(hours)))
        }
        story.add(.referralMade, by: "social-care", onDay: 33, "15:00", [Field(.referral, "r1")])
        story.add(
            .referralDecided,
            by: "social-care",
            onDay: 34,
            "15:00",
            [Field(.referral, "r1"), Field(.band, "low")]
        )
        story.add(.placementStarted, by: "social-care", onDay: 36, "10:00", [Field(.placement, "foster2")] + athome)
        story.missingAndInterviewed(51, "19:00", .hours(8))
        story.add(.attendanceMarked, by: "school", onDay: 51, "09:00", [Field(.code, "N"), Field(.session, "am")])
        story.add(.healthAttended, by: "health", onDay: 52, "03:10", [Field(.setting, "emergency")])
        story.add(.referralMade, by: "school", onDay: 60, "14:00", [Field(.referral, "r2")])
        story.add(.placementStarted, by: "social-care", onDay: 75, "10:00", [Field(.placement, "res1")] + away)
        story.add(.referralMade, by: "home", onDay: 90, "10:00", [Field(.referral, "r3")])
        story.add(
            .intelligenceRecorded,
            by: "police",
            onDay: 80,
            "10:00",
            child: "c2",
            links: [
                Link(role: .personOfConcern, label: "Male Five", keys: [LinkKey(.reference, "m5")], kind: "person")
            ],
            restricted: true
        )
        story.missing(onDay: 96, "14:00", lasting: .hours(51), episode: "e96")
        story.add(
            .intelligenceRecorded,
            by: "police",
            onDay: 97,
            "21:00",
            links: [Link(role: .mentioned, label: "Male Five", keys: [LinkKey(.reference, "m5")], kind: "person")],
            restricted: true
        )
        story.interviewed(onDay: 99, "e96")
        story.until = at(120)
        return story
    }

    static let athome = [Field(.responsibleAuthority, "E08000011"), Field(.hostAuthority, "E08000011")]

    mutating func missingAndInterviewed(_ day: Int, _ clock: String, _ lasting: Span, category: String = "missing") {
        missing(onDay: day, clock, lasting: lasting, episode: "e\(day)", category: category)
        interviewed(onDay: day + 2, "e\(day)")
    }
}

extension Story {
    /// n1: sixteen years old, four times away to a relative whom everybody knows, every interview done.
    static func awayToRelative() -> Story {
        var story = Story()
        for day in [3, 12, 20, 41] {
            let relative = Link(
                role: .foundWith,
                label: "aunt",
                keys: [LinkKey(.phone, "447700900124")],
                kind: "person"
            )
            story.missing(
                onDay: day,
                "18:00",
                lasting: .hours(4),
                by: "home",
                episode: "h\(day)",
                category: "away",
                links: [relative]
            )
            story.interviewed(onDay: day + 1, "h\(day)")
        }
        story.until = at(90)
        return story
    }

    /// n2: a school trip, a hospital appointment, once late home.
    static func schoolTrip() -> Story {
        var story = Story()
        story.add(.attendanceMarked, by: "school", onDay: 2, "09:00", [Field(.code, "V"), Field(.session, "am")])
        story.add(.attendanceMarked, by: "school", onDay: 3, "09:00", [Field(.code, "M"), Field(.session, "am")])
        story.add(.concernObserved, by: "home", onDay: 4, "21:30", [Field(.indicators, "late-home")])
        story.until = at(60)
        return story
    }

    /// n3: asthma, often in the emergency department, in care, never missing.
    static func asthma() -> Story {
        var story = Story()
        story.add(.statusStarted, by: "social-care", onDay: -300, "10:00", [Field(.status, "looked-after")])
        for day in [1, 9, 15, 40] {
            story.add(.healthAttended, by: "health", onDay: day, "03:00", [Field(.setting, "emergency")])
            story.add(.attendanceMarked, by: "school", onDay: day, "09:00", [Field(.code, "I"), Field(.session, "am")])
        }
        story.until = at(60)
        return story
    }

    /// n4: siblings at one address, which each of their facts names.
    static func siblings() -> Story {
        var story = Story()
        for (index, child) in ["c1", "c2"].enumerated() {
            for day in [1 + index, 20 + index] {
                story.add(
                    .concernObserved,
                    by: "school",
                    onDay: day,
                    "11:00",
                    child: child,
                    [Field(.indicators, "tired")],
                    links: [place("38000010", kind: "home")]
                )
                story.told[story.told.count - 1].event.child?.postcode = "L36 9YU"
                story.told[story.told.count - 1].event.child?.address = "1 Sample Street"
            }
        }
        story.until = at(60)
        return story
    }
}
