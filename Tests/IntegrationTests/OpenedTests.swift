import Foundation
import FoundationNetworking
import Testing

@Suite("Who had opened what a decision withdraws, through the real daemons", .serialized)
struct OpenedTests {
    private static let agency = "merseyside-police"
    private static let records = (1...2).map { "\(agency)/S-\($0)" }

    @Test("When two children are told apart, whoever had opened the alert that rested on their being one is named")
    func named() async throws {
        let site = try TestSite()
        try site.start("aggregator")
        try tellReferrals(at: site)
        try decide("same", at: site)
        let told = try JSONSerialization.jsonObject(with: Data(site.refbus("alerts", "--json").text.utf8))
        let alerts = try #require(told as? [[String: Any]])
        let shared = alerts.first { ($0["finding"] as? [String: Any])?["rule"] as? String == "repeated-referrals" }
        let alert = try #require(shared?["id"] as? String, "\(alerts)")
        try addAccount("sample.reader", "four quiet sample words", at: site)
        try site.start("cse-desk")
        try await open("alerts/\(alert)", as: "sample.reader", "four quiet sample words", at: site)
        let words = try decide("different", at: site)
        #expect(words.contains(/Had opened what is withdrawn.*should be told/), "\(words)")
        #expect(words.contains(try Regex("sample\\.reader +\(alert) .* 1\\n?")), "\(words)")
    }

    /// Three referrals, of two records of which a person will say that they are one child's.
    private func tellReferrals(at site: TestSite) throws {
        let lines = (1...3).map {
            sampleEvent(Self.agency, $0, kind: "referral.made", child: $0 < 3 ? 1 : 2, data: #""referral":"r\#($0)""#)
        }
        let file = "\(site.folder)/events.jsonl"
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        try #require(try site.refbus("publish", file, "--as", Self.agency).status == 0)
    }

    @discardableResult
    private func decide(_ what: String, at site: TestSite) throws -> String {
        let words = ["identity", "decide", what] + Self.records + ["--by", "sample.worker", "--site", site.folder]
        let done = try TestSite.run("refbus", words)
        try #require(done.status == 0, "\(done.text)")
        return done.text
    }

    /// As it is done by hand: the password is typed in.
    private func addAccount(_ name: String, _ password: String, at site: TestSite) throws {
        let command = "printf '%s\\n%s\\n' '\(password)' '\(password)' | \"$1\" desk account add \(name) --site \"$2\""
        let added = try TestSite.run("/bin/sh", ["-c", command, "sh", "\(TestSite.binaries)/refbus", site.folder])
        try #require(added.status == 0, "\(added.text)")
    }

    /// Signs in by the desk's own form and opens a page.
    private func open(_ page: String, as name: String, _ password: String, at site: TestSite) async throws {
        let session = URLSession(configuration: .ephemeral)
        let desk = try #require(URL(string: "http://127.0.0.1:\(site.port + 80)"))
        let form = String(decoding: try await session.data(from: desk.appending(path: "login")).0, as: UTF8.self)
        let token = try #require(form.firstMatch(of: /name="token" value="([^"]+)"/)?.1)
        var request = URLRequest(url: desk.appending(path: "login"))
        request.httpMethod = "POST"
        request.setValue(desk.absoluteString, forHTTPHeaderField: "Origin")
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        let words = [("token", String(token)), ("account", name), ("password", password)]
        let fields = words.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        request.httpBody = Data(fields.joined(separator: "&").utf8)
        _ = try await session.data(for: request)
        let (body, response) = try await session.data(from: desk.appending(path: page))
        try #require((response as? HTTPURLResponse)?.statusCode == 200, "\(String(decoding: body, as: UTF8.self))")
        try #require(String(decoding: body, as: UTF8.self).contains("Add a note"), "signed in, and the alert is shown")
    }
}
