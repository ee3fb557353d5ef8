package import DaemonKit
import EventFormat
package import Logging
package import SafeguardingModel

/// The handler of posted events: reads them, puts the good ones into the outbox, and answers.
///
/// It knows nothing of HTTP but its status numbers, so that tests can call it without a socket.
package struct EventPostHandler: Sendable {
    /// The answer to one request.
    package struct Reply: Hashable, Sendable {
        package var status: Int
        package var body: JSONValue

        init(_ status: Int, _ body: JSONValue) {
            self.status = status
            self.body = body
        }

        init(_ status: Int, code: String, path: String = "$", message: String) {
            self.init(status, ["code": .string(code), "path": .string(path), "message": .string(message)])
        }
    }

    private let agency: AgencyName
    private let outbox: Outbox
    private let clock: any WallClock
    private let logger: Logger
    private let health: Health?

    package init(
        agency: AgencyName,
        outbox: Outbox,
        clock: any WallClock,
        logger: Logger = .silent,
        health: Health? = nil
    ) {
        self.agency = agency
        self.outbox = outbox
        self.clock = clock
        self.logger = logger
        self.health = health
    }

    /// Answers once everything that was taken is on disk.
    ///
    /// 202: all was taken, now or before. 422: some were refused, the others taken. 400: not JSON, nothing taken.
    /// 503: no room or a broken disk, nothing taken; the same may be sent again later.
    package func take(_ body: [UInt8], areLines: Bool = false) async -> Reply {
        let readings: [EventIntake.Reading]
        do throws(EventError) {
            var intake = EventIntake(agency: agency)
            readings = try intake.read(body, areLines: areLines)
        } catch {
            return Reply(400, code: error.code.rawValue, path: error.path, message: error.message)
        }
        do throws(OutboxError) {
            return reply(try await store(readings))
        } catch {
            logger.record(.error, "Events not taken", [.reason: error.description])
            return Reply(503, code: error.isRetriable ? "no-room" : "unavailable", message: error.description)
        }
    }

    private func store(_ readings: [EventIntake.Reading]) async throws(OutboxError) -> [IntakeAnswer] {
        let events = readings.compactMap { if case .event(let event, _) = $0 { event } else { nil } }
        var results = try await outbox.accept(events, at: clock.now)[...]
        health?.count(blaming(readings), of: "blamingTexts")
        return readings.map { reading in
            switch reading {
            case .event(let event, let warnings): IntakeAnswer(event, results.removeFirst(), warnings: warnings)
            case .refused(let source, let id, let code, let path, let message):
                IntakeAnswer(source: source, id: id, code: code, path: path, message: message)
            }
        }
    }

    private func blaming(_ readings: [EventIntake.Reading]) -> Int {
        readings.reduce(0) { count, reading in
            guard case .event(_, let warnings) = reading else { return count }
            return count + warnings.count { $0.code == .blamingWords }
        }
    }

    private func reply(_ answers: [IntakeAnswer]) -> Reply {
        func count(_ outcome: IntakeAnswer.Outcome) -> Int { answers.count { $0.outcome == outcome } }
        let (accepted, duplicates, refused) = (count(.accepted), count(.duplicate), count(.refused))
        logger.record(
            refused > 0 ? .warning : .info,
            "Events received",
            [.accepted: accepted, .duplicates: duplicates, .refused: refused]
        )
        let body: JSONValue = [
            "accepted": .integer(Int64(accepted)), "duplicates": .integer(Int64(duplicates)),
            "refused": .integer(Int64(refused)), "events": .array(answers.map(\.json)),
        ]
        return Reply(refused == 0 ? 202 : 422, body)
    }
}
