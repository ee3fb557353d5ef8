import Correlation
import SafeguardingModel
import Testing

@Suite("What is not a sign stays silent")
struct NegativeControlTests {
    @Test(
        "The dossier's negative controls",
        arguments: [
            ("n1 away to a relative", Story.awayToRelative()), ("n2 school trip", .schoolTrip()),
            ("n3 asthma", .asthma()),
            ("n4 siblings", .siblings()),
        ]
    )
    func controls(name: String, story: Story) throws {
        #expect(try story.play().correlator.alerts.filter { $0.highestSeverity > .low }.isEmpty)
    }

    @Test("A professional's phone, known to very many children, joins nobody")
    func professionalsPhone() throws {
        var story = Story()
        let phone = Link(role: .mentioned, keys: [LinkKey(.phone, "447700900999")], kind: "phone")
        // The register gives him another phone, and one fact says that both are his: that makes the professional's phone
        // nobody's. Were it the register's own word, it would be his.
        for number in 1...40 {
            story.add(
                .concernObserved,
                by: "school",
                onDay: number % 7,
                "10:00",
                child: "c\(number)",
                [Field(.indicators, "tired")],
                links: [phone]
            )
        }
        story.add(
            .personListed,
            by: "police",
            onDay: 20,
            "09:00",
            child: nil,
            [Field(.register, "rso")],
            links: [Link(role: .listed, keys: [LinkKey(.reference, "p1")], kind: "person")]
        )
        story.add(
            .intelligenceRecorded,
            by: "school",
            onDay: 20,
            "10:00",
            child: nil,
            links: [
                Link(
                    role: .mentioned,
                    keys: [LinkKey(.phone, "447700900999"), LinkKey(.reference, "p1")],
                    kind: "person"
                )
            ]
        )
        story.add(
            .concernObserved,
            by: "school",
            onDay: 21,
            "10:00",
            child: "c99",
            [Field(.indicators, "tired")],
            links: [phone]
        )
        #expect(try story.play().correlator.alerts.isEmpty)
    }

    @Test("A children's home's own address and the child's own address are no contact, although a listing names them")
    func ownAddress() throws {
        var story = Story()
        story.add(
            .homeNotified,
            by: "home",
            onDay: 0,
            "09:00",
            child: "c9",
            [Field(.regulation, "41")],
            links: [Story.place("38000020")]
        )
        story.add(
            .personListed,
            by: "police",
            onDay: 1,
            "09:00",
            child: nil,
            [Field(.register, "rso")],
            links: [Story.place("38000020"), Story.handle("h9", role: .listed)]
        )
        story.add(
            .concernObserved,
            by: "home",
            onDay: 5,
            "09:00",
            [Field(.indicators, "upset")],
            links: [Story.place("38000020")]
        )
        #expect(try story.play().correlator.alerts.isEmpty)
    }

    @Test("A drill never meets the real world")
    func exercise() throws {
        var story = Story()
        story.add(
            .personListed,
            by: "police",
            onDay: 1,
            "09:00",
            child: nil,
            [Field(.register, "rso")],
            links: [Story.handle("h9", role: .listed)],
            exercise: true
        )
        story.add(
            .concernObserved,
            by: "home",
            onDay: 5,
            "09:00",
            [Field(.indicators, "upset")],
            links: [Story.handle("h9")]
        )
        #expect(try story.play().correlator.alerts.isEmpty)
        story.add(
            .concernObserved,
            by: "home",
            onDay: 6,
            "09:00",
            [Field(.indicators, "upset")],
            links: [Story.handle("h9")],
            exercise: true
        )
        let alerts = try story.play().correlator.alerts
        #expect(alerts.map(\.rule) == ["contact-with-person-of-concern", "no-strategy-discussion"])
        #expect(alerts.map(\.isExercise) == [true, true])
        #expect(alerts.first?.finding.enteredAt == Story.at(6, "09:00"))
    }
}
