import DaemonKit
import EventFormat
import SafeguardingModel

/// Takes events that come ready made: reads and checks each, and puts the good ones into the outbox in one step.
struct EventIntake: Sendable {
    let agency: AgencyName
    let outbox: Outbox
    let clock: any WallClock

    /// What became of one posted event.
    struct Answer: Hashable, Sendable {
        var id: String?
        var outcome: String
        var code: String?
        var path: String?
        var message: String?

        var json: JSONValue {
            var object: JSONObject = ["outcome": .string(outcome)]
            for (name, value) in [("id", id), ("code", code), ("path", path), ("message", message)] {
                if let value { object[name] = .string(value) }
            }
            return .object(object)
        }
    }

    /// Takes one event, an array of events, or events one a line. An answer for each, in order; durable when it returns.
    func take(_ body: [UInt8]) async throws(OutboxError) -> [Answer] {
        let documents = EventIntake.documents(body)
        var readings: [Result<ReadyEvent, Answer.Refusal>] = []
        var reader = EventReader()
        for document in documents { readings.append(read(document, &reader)) }
        let ready = readings.compactMap { try? $0.get() }
        var acceptances = try await outbox.accept(ready, at: clock.now).makeIterator()
        return readings.map { reading in
            switch reading {
            case .failure(let refusal): refusal.answer
            case .success(let event): Answer(event, acceptances.next() ?? .conflict)
            }
        }
    }

    private func read(_ document: [UInt8], _ reader: inout EventReader) -> Result<ReadyEvent, Answer.Refusal> {
        do throws(EventFault) {
            let event = try reader.read(document)
            guard event.agency == agency else {
                return .failure(.init(answer: Answer(
                    id: event.id, outcome: "refused", code: "wrong-source", path: "$.source",
                    message: "The source must begin with /\(agency)/, this adapter's agency.")))
            }
            let digest = EventHash(CanonicalJSON.bytes(try JSONReader.read(document))).text
            return .success(ReadyEvent(source: event.source, id: event.id, body: document, digest: digest))
        } catch {
            return .failure(.init(answer: Answer(
                outcome: "refused", code: error.code.rawValue, path: error.path, message: error.message)))
        }
    }

    /// A body that is JSON is an event or an array of them; any other is taken line by line.
    private static func documents(_ body: [UInt8]) -> [[UInt8]] {
        switch try? JSONReader.read(body) {
        case .array(let values)?: return values.map(\.bytes)
        case .some: return [body]
        case nil:
            let lines = body.split(separator: UInt8(ascii: "\n")).map(Array.init)
            return lines.filter { !$0.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") } }
        }
    }
}

extension EventIntake.Answer {
    struct Refusal: Error {
        let answer: EventIntake.Answer
    }

    init(_ event: ReadyEvent, _ acceptance: Acceptance) {
        self.init(id: event.id, outcome: "accepted")
        switch acceptance {
        case .accepted: break
        case .duplicate: outcome = "duplicate"
        case .conflict:
            (outcome, code, path) = ("refused", "same-id-other-content", "$.id")
            message = "An event of this source and id was taken before, with other content. Give the new one an id of its own, "
                + "or send an event.corrected that names this id in data.of."
        }
    }
}
