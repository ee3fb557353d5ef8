import BusProtocol
import Foundation
import SafeguardingModel
import Testing

/// `Docs/protocol.md`, by which strangers write their clients.
@Suite("The protocol's page")
struct PageTests {
    private static let page: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try? String(contentsOf: root.appending(path: "Docs/protocol.md"), encoding: .utf8)
        return page ?? ""
    }()

    /// The messages that the page spells out, each as its line and its frames.
    private static let vectors: [(line: String, frames: [[UInt8]])] = {
        let lines = page.split(separator: "\n").drop { $0 != "```hex" }.dropFirst().prefix { $0 != "```" }
        return lines.map { (String($0), $0.split(separator: " / ").map(frame)) }
    }()

    private static func frame(_ text: Substring) -> [UInt8] {
        guard !text.hasPrefix("'") else { return Array(text.dropFirst().dropLast().utf8) }
        return text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    }

    /// Returns a message as each of the four roles reads and writes it again.
    private static func rewritten(_ frames: [[UInt8]]) -> [[[UInt8]]] {
        [
            try? PublisherMessage(frames: frames).frames, try? GatewayMessage(frames: frames).frames,
            try? FollowerMessage(frames: frames).frames, try? FeedMessage(frames: frames).frames,
        ].compactMap { $0 }
    }

    @Test("spells out every command, byte by byte as the code reads and writes it")
    func spelledOut() {
        for (line, frames) in Self.vectors {
            #expect(Self.rewritten(frames).contains(frames), "\(line)")
        }
        let spelled = Set(Self.vectors.compactMap { $0.frames.first })
        #expect(spelled == Set(Command.allCases.map(\.frame)))
    }

    @Test("names every fault and what refusals of the gateway mean")
    func codes() {
        let codes = ConnectionError.Code.allCases.map(\.rawValue) + [Refusal.Code.tooLarge, Refusal.Code.empty]
        for code in codes { #expect(Self.page.contains("\n| `\(code)` |"), "\(code)") }
    }

    @Test("names the limits that hold")
    func limits() {
        let limits = GatewayLimits()
        let feed = FeedLimits()
        for line in [
            "| an event | \(Self.grouped(limits.eventBytes)) bytes |",
            "| events in a message | \(limits.eventsPerMessage) |",
            "| events of one outbox under way | \(Self.grouped(Int(limits.window))) |",
            "| notices sent and not noted | \(limits.noticesAhead) |",
            "| outboxes of one agency connected at a time | \(limits.outboxesPerAgency) |",
            "| entries asked for and not received | \(Self.grouped(Int(feed.entriesAhead))) |",
            "| decisions of one connection under way | \(feed.decisionsUnderWay) |",
            "| heartbeat | \(limits.heartbeat.milliseconds / 1000) s |",
        ] { #expect(Self.page.contains(line), "\(line)") }
    }

    /// `1,048,576`
    private static func grouped(_ number: Int) -> String {
        number < 1000 ? "\(number)" : grouped(number / 1000) + "," + "\(1000 + number % 1000)".dropFirst()
    }
}
