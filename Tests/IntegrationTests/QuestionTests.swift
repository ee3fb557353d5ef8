import BusProtocol
import Foundation
import FoundationNetworking
import Testing

@Suite("A question to an agency, through the real daemons", .serialized)
struct QuestionTests {
    private static let agency = "merseyside-police"

    @Test("It reaches the adapter's page, is answered there by a form, and the alert and the page say so")
    func answered() async throws {
        let site = try TestSite()
        try site.start("aggregator")
        try site.start(Self.agency)
        let alert = try raiseAlert(at: site)
        let ask =
            #"{"kind":{"ask":{"alert":"\#(alert)","of":"\#(Self.agency)","hours":24}},"by":"sample.worker","note":"Who came?"}"#
        let number = "Q-\(try await OperatorClient(site).decide(ask).get())"
        let page = try #require(URL(string: "http://127.0.0.1:\(site.port + 11)/"))
        let form = try await Self.page(page) { $0.contains(number) && $0.contains("Who came?") }
        let token = try #require(form.firstMatch(of: /name="token" value="([^"]+)"/)?.1)
        var request = URLRequest(url: page.appending(path: "answers"))
        request.httpMethod = "POST"
        request.setValue("http://127.0.0.1:\(site.port + 11)", forHTTPHeaderField: "Origin")
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        let code = token.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        request.httpBody = Data("token=\(code)&question=\(number)&words=Nobody+whom+we+know.&owner=Duty+desk".utf8)
        let (_, response) = try await URLSession.shared.data(for: request)
        #expect((response as? HTTPURLResponse)?.statusCode == 200, "led back to the notices")
        let after = try await Self.page(page) { $0.contains("the CSE team has it since") }
        #expect(!after.contains("<form"))
        let told = try site.refbus("alerts", "--json").text
        let alerts = try #require(try JSONSerialization.jsonObject(with: Data(told.utf8)) as? [[String: Any]])
        let requests = alerts.first { $0["id"] as? String == alert }?["asked"] as? [[String: Any]]
        #expect(requests?.first?["id"] as? String == number && requests?.first?["answer"] != nil, "\(told)")
    }

    /// The page once it says something; it is loaded again and again until then.
    private static func page(_ address: URL, until isThere: (String) -> Bool) async throws -> String {
        var text = ""
        for _ in 0..<300 {
            text = String(decoding: try await URLSession.shared.data(from: address).0, as: UTF8.self)
            if isThere(text) { return text }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Missing("the page did not say it: \(text)")
    }

    /// Three referrals of one child; gives the id of what they raise.
    private func raiseAlert(at site: TestSite) throws -> String {
        let lines = (1...3).map {
            sampleEvent(Self.agency, $0, kind: "referral.made", child: 1, data: #""referral":"r\#($0)""#)
        }
        let file = "\(site.folder)/events.jsonl"
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        try #require(try site.refbus("publish", file, "--as", Self.agency).status == 0)
        let read = try JSONSerialization.jsonObject(with: Data(site.refbus("alerts", "--json").text.utf8))
        return try #require((read as? [[String: Any]])?.first?["id"] as? String)
    }
}
