import Correlation
import SafeguardingModel
import Testing

@Suite("Working an alert")
struct WorkingTests {
    /// Three sectors in a fortnight, and the alert that they raise.
    private func world() throws -> (played: Played, alert: Alert) {
        var story = Story()
        story.until = Story.at(13)
        story.add(.concernObserved, by: "home", onDay: 0, "22:00", [Field(.indicators, "gifts")])
        story.add(.concernObserved, by: "school", onDay: 5, "10:00", [Field(.indicators, "messages")])
        story.add(.healthAttended, by: "health", onDay: 12, "11:00", [Field(.setting, "emergency")])
        let played = try story.play()
        return (played, try #require(played.alerts("agencies-converge").first))
    }

    private func decide(_ played: inout Played, _ kind: Decision.Kind, by account: String, _ note: String = "")
        -> [Effect]
    {
        let last = played.entries.last?.at ?? Story.day0At
        return played.apply(.decision(Decision(kind, by: account, note: note)), at: last)
    }

    private func answer(_ played: inout Played, _ request: String, from agency: AgencyName) -> [Effect] {
        let now = (played.entries.last?.at ?? Story.day0At) + .hours(1)
        let event = Event(
            source: "/\(agency)/test",
            id: "answer-\(played.entries.count)",
            kind: .requestAcknowledged,
            occurred: Occurrence(now),
            recorded: now,
            fields: [Field(.request, request), Field(.to, "cse-team")]
        )
        return played.apply(.event(event, from: agency), at: now)
    }

    @Test("Opened again, it waits anew: three deadlines more, and those before stay in its history")
    func openedAgain() throws {
        var (played, alert) = try world()
        played.pass(to: Story.at(60))
        #expect(try #require(played.correlator.alert(alert.id)).escalations.count == 3)
        _ = decide(&played, .close(alert: alert.id, outcome: "assessed"), by: "sample.one")
        _ = decide(&played, .reopen(alert: alert.id), by: "sample.one")
        #expect(try #require(played.correlator.alert(alert.id)).missed.isEmpty)
        played.pass(to: Story.at(120))
        let after = try #require(played.correlator.alert(alert.id))
        #expect(after.missed.count == 3 && after.escalations.count == 6)
    }

    @Test("Whoever takes an alert on has it, and has acknowledged it")
    func takenOn() throws {
        var (played, alert) = try world()
        _ = decide(&played, .assign(alert: alert.id, to: "sample.one"), by: "sample.one")
        let after = try #require(played.correlator.alert(alert.id))
        #expect(after.owner == "sample.one" && after.life == .acknowledged && after.acknowledgeBy == nil)
        #expect(after.actions.map(\.what) == ["taken on"])
    }

    @Test("An alert that is offered stays with its owner until the other accepts")
    func offered() throws {
        var (played, alert) = try world()
        _ = decide(&played, .acknowledge(alert: alert.id), by: "sample.one")
        _ = decide(&played, .assign(alert: alert.id, to: "sample.two"), by: "sample.one", "End of my shift.")
        var after = try #require(played.correlator.alert(alert.id))
        #expect(after.owner == "sample.one" && after.offeredTo == "sample.two")
        _ = decide(&played, .assign(alert: alert.id, to: "sample.two"), by: "sample.two")
        after = try #require(played.correlator.alert(alert.id))
        #expect(after.owner == "sample.two" && after.offeredTo == nil)
    }

    @Test("A question goes to one agency, names only its own references, and waits for its answer")
    func asked() throws {
        var (played, alert) = try world()
        let effects = decide(
            &played,
            .ask(alert: alert.id, of: "health", hours: 24),
            by: "sample.one",
            "Who came with the child?"
        )
        let notice = try #require(effects.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }.first)
        #expect(notice.to == "health" && notice.kind == .request)
        #expect(notice.text.contains("Who came with the child?") && notice.text.contains("c1-health"))
        #expect(!notice.text.contains("c1-home") && !notice.text.contains("c1-school"))
        let request = try #require(played.correlator.alert(alert.id)?.requests.first)
        #expect(notice.text.contains(request.id) && request.answerBy == request.at + .hours(24))
        #expect(notice.question == request.id && notice.answerBy == request.answerBy)

        #expect(answer(&played, request.id, from: "school").isEmpty, "another agency answered")
        #expect(answer(&played, "Q-0", from: "health").isEmpty, "nobody asked that")
        let receipt = answer(&played, request.id, from: "health").compactMap {
            if case .notice(let notice) = $0 { notice } else { nil }
        }
        #expect(receipt.map(\.question) == [request.id] && receipt.map(\.to) == ["health"])
        #expect(receipt.map(\.kind) == [.receipt] && receipt.allSatisfy { $0.answerBy == nil })
        let position = Position(played.entries.count)
        #expect(played.correlator.alert(alert.id)?.requests.first?.answer?.position == position)
        #expect(answer(&played, request.id, from: "health").isEmpty, "the first answer counts")
    }

    @Test("A question to an agency that is not connected, or without words, is none")
    func askedNobody() throws {
        var (played, alert) = try world()
        #expect(decide(&played, .ask(alert: alert.id, of: "nobody", hours: 1), by: "sample.one", "Why?").isEmpty)
        #expect(decide(&played, .ask(alert: alert.id, of: "health", hours: 1), by: "sample.one").isEmpty)
        #expect(decide(&played, .ask(alert: "A-0-0", of: "health", hours: 1), by: "sample.one", "Why?").isEmpty)
        #expect(played.correlator.alert(alert.id)?.requests.isEmpty == true)
    }
}

extension Story {
    fileprivate static let day0At = Story.at(0)
}
