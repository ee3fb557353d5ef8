import BusProtocol
import Foundation
import SafeguardingModel
import Testing

@Suite("What people decide, through the real aggregator", .serialized)
struct DecisionTests {
    private static let agency = "merseyside-police"
    private static let records = (1...2).map {
        #"{"agency":"merseyside-police","subject":"S-\#($0)","exercise":false}"#
    }

    @Test("A decision that says nothing is refused with a sentence, and one that says something is written")
    func checked() async throws {
        let site = try TestSite()
        try site.start("aggregator")
        let alert = try raiseAlert(at: site)
        let door = try OperatorClient(site)
        let refused: [(kind: String, by: String, says: String)] = [
            (#"{"note":{"alert":"\#(alert)"}}"#, "", "who decides"),
            (#"{"note":{"alert":"\#(alert)"}}"#, "  ", "who decides"),
            (#"{"note":{"alert":"A-none"}}"#, "sample.worker", "There is no alert 'A-none'"),
            (#"{"close":{"alert":"A-none","outcome":"x"}}"#, "sample.worker", "There is no alert 'A-none'"),
            (#"{"same":{"_0":[\#(Self.records[0])]}}"#, "sample.worker", "fewer than two records"),
            (
                #"{"different":{"_0":[\#(Self.records[0]),\#(Self.records[0])]}}"#, "sample.worker",
                "fewer than two records"
            ),
            (#"{"takenBack":{"position":1}}"#, "sample.worker", "Journal entry 1 is no decision"),
            (#"{"takenBack":{"position":-3}}"#, "sample.worker", "Journal entry -3 is no decision"),
            (#"{"takenBack":{"position":999}}"#, "sample.worker", "Journal entry 999 is no decision"),
        ]
        for (kind, by, says) in refused {
            let fault = await Self.fault(of: door.decide(Self.decision(kind, by: by)))
            #expect(fault?.code == .decision, "\(kind)")
            #expect(fault?.message.contains(says) == true, "\(kind): \(fault?.message ?? "written")")
        }
        let note = try await door.decide(Self.decision(#"{"note":{"alert":"\#(alert)"}}"#)).get()
        let same = try await door.decide(Self.decision(#"{"same":{"_0":[\#(Self.records.joined(separator: ","))]}}"#))
            .get()
        let takenBack = Self.decision(#"{"takenBack":{"position":\#(note)}}"#)
        #expect(
            await Self.fault(of: door.decide(takenBack))?.message.contains("is no decision about who is who") == true
        )
        let back = try await door.decide(Self.decision(#"{"takenBack":{"position":\#(same)}}"#)).get()
        #expect([note, same, back] == Array(note..<note + 3), "nothing that was refused is in the journal")
    }

    @Test("A mistyped record is a complaint, unless it is meant")
    func mistyped() throws {
        let site = try TestSite()
        try site.start("aggregator")
        _ = try raiseAlert(at: site)
        let known = "\(Self.agency)/S-1"
        let words = ["identity", "decide", "same", known, "\(Self.agency)/S-11", "--by", "sample.worker"]
        let refused = try TestSite.run("refbus", words + ["--site", site.folder])
        #expect(refused.status == 2, "\(refused.text)")
        #expect(refused.text.contains("there is no event for \(Self.agency)/S-11"), "\(refused.text)")
        #expect(!refused.text.contains("for \(known);"), "the other is known")
        let meant = try TestSite.run("refbus", words + ["--force", "--site", site.folder])
        #expect(meant.status == 0, "\(meant.text)")
    }

    private static func decision(_ kind: String, by: String = "sample.worker") -> String {
        #"{"kind":\#(kind),"by":"\#(by)","note":""}"#
    }

    private static func fault(of outcome: Result<Position, ConnectionError>) -> ConnectionError? {
        if case .failure(let fault) = outcome { fault } else { nil }
    }

    /// Three referrals of one child; gives the id of what they raise.
    private func raiseAlert(at site: TestSite) throws -> String {
        let lines = (1...3).map {
            sampleEvent(Self.agency, $0, kind: "referral.made", child: 1, data: #""referral":"r\#($0)""#)
        }
        let file = "\(site.folder)/events.jsonl"
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        try #require(try site.refbus("publish", file, "--as", Self.agency).status == 0)
        let alerts = try site.refbus("alerts", "--json")
        let read = try JSONSerialization.jsonObject(with: Data(alerts.text.utf8)) as? [[String: Any]]
        return try #require(read?.first?["id"] as? String, "\(alerts.text)")
    }
}
