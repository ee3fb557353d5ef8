import Accounts
import Desk
import Hummingbird
import HummingbirdTesting
import Journal
import SafeguardingModel
import Testing

@Suite("A configuration of the journal that the desk cannot read")
struct UnreadConfigurationTests {
    private func configure(_ world: World, rule: String) async throws {
        let agencies = [Agency(name: "merseyside-police", title: "Merseyside Police", sector: .police)]
        let site = SiteConfiguration(agencies: agencies, rules: [.init(name: "broken.yaml", text: rule)])
        try await world.journal.append(.configuration, from: .desk, EntryCodec.bytes(of: site))
    }

    @Test("Pages and health say that judgement goes on by older rules, and why, until one comes that can be read")
    func said() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let visitor = try await world.signedIn(role: .manager)
        let words = "udgement goes on by older rules: this version cannot read the configuration at journal entry"
        let pages = ["/", "/alerts/A-9-0", Paths.child(child), "/handover", "/answers", "/numbers", "/search"]
        for (rule, isUnread) in [("severity: [no, rule", true), (nil, false)] as [(String?, Bool)] {
            if let rule { try await configure(world, rule: rule) } else { try await world.judge(by: []) }
            for page in pages {
                let text = try await world.open(page, as: visitor).text
                #expect(text.contains(words) == isUnread, "\(page)")
                #expect(text.contains("broken.yaml") == isUnread, "\(page)")
            }
            let health = try await world.open("/health").text
            #expect(health.contains("j\(words)") == isUnread && health.contains("broken.yaml") == isUnread, "\(health)")
        }
    }
}
