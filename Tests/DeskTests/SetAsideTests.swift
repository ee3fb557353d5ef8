import BusProtocol
import Desk
import Journal
import SafeguardingModel
import Testing

@Suite("What is kept and not judged")
struct SetAsideTests {
    @Test("Stands above the list and on the child's page, for whoever may know of the child")
    func pages() async throws {
        let world = try World()
        let agencies = [Agency(name: "merseyside-police", title: "Merseyside Police", sector: .police)]
        let limits = FactLimits(aDay: 2, inAll: 2)
        let site = SiteConfiguration(agencies: agencies, rules: [], limits: limits)
        try await world.journal.append(.configuration, from: .desk, EntryCodec.bytes(of: site))
        for number in 1...5 {
            try await world.journal.tell(
                .concernObserved,
                from: "merseyside-police",
                subject: "MP-1",
                at: "2015-12-2\(number)T08:00:00Z",
                data: ["indicators": "gifts"]
            )
        }
        let sentence = "3 further facts of Merseyside Police about the child are kept and not judged"
        let visitor = try await world.signedIn()
        let child = try #require(await world.model.children.first)
        #expect(try await world.open("/", as: visitor).text.contains(sentence))
        #expect(try await world.openFile(of: child, as: visitor).text.contains(sentence))
        try world.restrict("restricted: [{ record: merseyside-police/MP-1, readers: [sample.named], why: staff }]")
        #expect(try await !world.open("/", as: visitor).text.contains("not judged"))
    }
}
