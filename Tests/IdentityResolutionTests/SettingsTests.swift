import IdentityResolution
import SafeguardingModel
import StrictYAML
import Testing

@Suite("Settings and records without a reference")
struct SettingsTests {
    @Test("Settings are read, and what is not said stays as usual")
    func read() throws {
        let settings = try IdentitySettings(
            parsing: "identity: 1\nlinkBy: [upn, nhs-number]\nguards: { mostRecords: 9 }\n",
            file: "identity.yaml"
        )
        #expect(settings.linkBy == [.upn, .nhsNumber])
        #expect(settings.mostRecords == 9 && settings.mostValues == IdentitySettings().mostValues)
    }

    @Test(
        "A typing error is an error with its line",
        arguments: [
            ("identity: 1\nlinkBy: [nhs]", "identity.yaml:2: 'nhs' is not known here"),
            ("identity: 1\nlinkBy: [upn]\nguard: {}", "identity.yaml:3: unknown key 'guard', did you mean 'guards'?"),
            ("identity: 1\nlinkBy: [upn, upn]", "identity.yaml:2: 'upn' stands twice"),
            ("identity: 2\nlinkBy: [upn]", "identity.yaml:1: expected a whole number from 1 to 1, found 2"),
            ("linkBy: [upn]", "identity.yaml:1: the key 'identity' is missing"),
        ]
    )
    func typingError(text: String, says: String) {
        do {
            _ = try IdentitySettings(parsing: text, file: "identity.yaml")
            Issue.record("read in spite of its error")
        } catch {
            #expect("\(error)".hasPrefix(says))
        }
    }

    private func event(subject: String = "", child: PersonRecord?, exercise: Bool = false) -> Event {
        Event(
            source: "/police/x",
            id: "1",
            kind: .concernObserved,
            occurred: Occurrence(Instant(seconds: 0)),
            recorded: Instant(seconds: 0),
            subject: subject,
            child: child,
            exercise: exercise
        )
    }

    @Test("An event without a reference is filed under the strongest thing that it says of the child")
    func derived() throws {
        let full = person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0])
        let number = try #require(RecordKey(of: event(child: full), from: "police"))
        #expect(RecordKey(of: event(child: person("Ann Example", nhs: Numbers.nhs[0])), from: "police") == number)
        #expect(number.subject.hasPrefix("~") && !number.subject.contains("999"))
        let named = RecordKey(of: event(child: person("Ada Example", born: "2001-06-15")), from: "police")
        #expect(named != number)
        #expect(RecordKey(of: event(child: person("ADA EXAMPLE", born: "2001-06-15")), from: "police") == named)
        #expect(
            RecordKey(of: event(subject: "7", child: full, exercise: true), from: "police")
                == key("police/7", exercise: true)
        )
        #expect(RecordKey(of: event(child: nil), from: "police") == nil)
    }
}
