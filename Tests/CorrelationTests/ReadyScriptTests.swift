import Correlation
import SafeguardingModel
import Testing

@Suite("The two ready scripts come out as the dossier says")
struct ReadyScriptTests {
    @Test("Child Q")
    func childQ() throws {
        let played = try Story.childQ().play()
        #expect(
            played.standing == [
                "placement-without-notice D8 00:00 medium",
                "contact-with-person-of-concern D24 19:00 high",
                "missing-escalates D25 00:00 high",
                "agencies-converge D27 11:00 high",
                "away-miscoded D33 02:00 medium",  // three returns, and nobody said where
                "regulation-40-mismatch D33 09:30 medium",
                "referral-unanswered D36 00:00 medium",
                "contact-with-person-of-concern D40 11:00 critical",
                "no-strategy-discussion D41 11:00 high",
                "overnight-out-of-area D48 00:10 critical",
                "found-with-person-of-concern D49 10:30 critical",
            ]
        )
        #expect(played.reached(.critical, "overnight-out-of-area") == Story.at(48, "16:10"))
        #expect(played.alerts("missing-escalates").first?.revisions.contains { $0.at == Story.at(31, "17:30") } == true)
    }

    @Test("Child Q, when nobody knows whose handle it is: the convergence and the night still speak")
    func childQSilent() throws {
        let played = try Story.childQ(registered: false).play()
        #expect(
            played.standing == [
                "placement-without-notice D8 00:00 medium",
                "contact-with-person-of-concern D24 19:00 high",
                "missing-escalates D25 00:00 high",
                "agencies-converge D27 11:00 high",
                "away-miscoded D33 02:00 medium",  // three returns, and nobody said where
                "regulation-40-mismatch D33 09:30 medium",
                "referral-unanswered D36 00:00 medium",
                "overnight-out-of-area D48 00:10 critical",
            ]
        )
    }

    @Test("Child Q, when the home is cut off from day 20 to day 41: the same alerts, later, and they say so")
    func childQOffline() throws {
        var story = Story.childQ()
        for index in story.told.indices where story.told[index].agency == "home" {
            let happened = story.told[index].arrives
            if happened > Story.at(20), happened < Story.at(41, "09:00") {
                story.told[index].arrives = Story.at(41, "09:00")
            }
        }
        let played = try story.play()
        let inTime = try Story.childQ().play()
        #expect(Set(played.correlator.alerts.map(Essence.init)) == Set(inTime.correlator.alerts.map(Essence.init)))
        let contact = try #require(played.alerts("contact-with-person-of-concern").first)
        #expect(
            contact.revisions.contains { $0.sentence.contains("came late") }
                || contact.raisedAt == Story.at(41, "09:00")
        )
    }

    @Test("Child S")
    func childS() throws {
        let played = try Story.childS().play()
        #expect(
            played.standing == [
                "missing-escalates D-8 17:00 high",
                "away-miscoded D-7 20:00 medium",  // three returns, and nobody said where
                "care-entry-worse D30 12:00 medium",
                "referral-unanswered D36 00:00 high",
                "move-after-missing D36 10:00 medium",
                "agency-silent D41 09:00 medium",
                "agencies-converge D52 03:10 high",
                "missing-absent-attended D52 03:10 high",
                "repeated-referrals D60 14:00 high",
                // The other child, with whom the man was seen first.
                "contact-with-person-of-concern D80 10:00 critical",
                "no-strategy-discussion D81 10:00 high",
                "placement-without-notice D86 00:00 high",  // five working days over Easter
                "overnight-out-of-area D96 22:00 critical",
                "contact-while-missing D97 21:00 critical",
                "shared-between-children D97 21:00 high",
                "no-strategy-discussion D98 21:00 high",
            ]
        )
        let referrals = try #require(played.alerts("repeated-referrals").first)
        #expect(referrals.revisions.map(\.at) == [Story.at(90, "10:00")])
        #expect(referrals.finding.sectors == [.education, .police, .residential, .socialCare])
    }
}
