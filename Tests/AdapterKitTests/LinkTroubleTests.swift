import AdapterKit
import BusProtocol
import BusTransport
import DaemonKit
import SafeguardingModel
import Testing

@Suite("A link that a person has to mend")
struct LinkTroubleTests {
    private let start = Instant(seconds: 1_000)

    @Test(
        "Shows after half a minute, and not where waiting mends it",
        arguments: [
            (LinkStatus.denied, true), (.wrongServerKey, true), (.refused(ConnectionError(.revoked)), true),
            (.refused(ConnectionError(.ahead, number: 1)), true), (.refused(ConnectionError(.busy)), false),
            (.refused(ConnectionError(.stopping)), false),
            (.unreachable, false), (.lost, false), (.connecting, false),
        ]
    )
    func shows(link: LinkStatus, isTold: Bool) {
        var trouble = LinkTrouble()
        trouble.note(link, at: start)
        #expect(trouble.fault(at: start + .seconds(30)) == nil)
        let fault = trouble.fault(at: start + .seconds(31))
        #expect(fault == (isTold ? "nothing is published: \(link)" : nil))
    }

    @Test("Stands through the tries in between, with the newest sentence, until the link is back")
    func stands() {
        var trouble = LinkTrouble()
        trouble.note(.denied, at: start)
        trouble.note(.connecting, at: start + .seconds(20))
        trouble.note(.refused(ConnectionError(.revoked)), at: start + .seconds(25))
        #expect(trouble.fault(at: start + .seconds(31))?.contains("revoked") == true)
        trouble.note(.connected, at: start + .seconds(32))
        #expect(trouble.fault(at: start + .seconds(90)) == nil)
        trouble.note(.denied, at: start + .seconds(100))
        #expect(trouble.fault(at: start + .seconds(120)) == nil)
    }

    @Test("Stands beside the faults of other parts, and each part takes back its own")
    func beside() {
        let health = Health(program: "sample")
        health.report(.inboxPaused, "no room")
        health.report(.linkRefused, "denied")
        #expect(health.document()["fault"]?.string == "no room; denied")
        health.report(.inboxPaused, nil)
        #expect(health.document()["fault"]?.string == "denied")
        health.report(.linkRefused, nil)
        #expect(health.document()["fault"]?.isNull == true)
    }
}
