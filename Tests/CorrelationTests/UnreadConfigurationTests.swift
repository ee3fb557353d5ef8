import Correlation
import SafeguardingModel
import Testing

@Suite("A configuration that this version cannot read")
struct UnreadConfigurationTests {
    private static let good = SiteConfiguration(agencies: [], rules: [])
    private static let bad = SiteConfiguration(
        agencies: [],
        rules: [.init(name: "agencies-converge.yaml", text: "rule: agencies-converge\nwen: never\n")]
    )

    @Test("It is told of with its position, file and line, and the one before still holds")
    func told() throws {
        var correlator = Correlator()
        _ = correlator.apply(entry(1, Self.good))
        _ = correlator.apply(entry(2, Self.bad))
        let unread = try #require(correlator.unreadConfiguration)
        #expect(unread.position == 2)
        #expect(unread.reason.hasPrefix("agencies-converge.yaml:2"), "\(unread.reason)")
    }

    @Test("The next one that can be read ends it, also where it is the one that held all along")
    func ended() {
        var correlator = Correlator()
        for (position, configuration) in [Self.good, Self.bad, Self.good].enumerated() {
            _ = correlator.apply(entry(Position(position + 1), configuration))
        }
        #expect(correlator.unreadConfiguration == nil)
    }

    private func entry(_ position: Position, _ configuration: SiteConfiguration) -> JournalEntry {
        JournalEntry(position: position, at: Instant(seconds: position.number), body: .configuration(configuration))
    }
}
