package import EventFormat
import MappingKit
package import SafeguardingModel

/// A reader of events that an agency's own system makes: one JSON event, an array of them, or JSON Lines.
///
/// It is pure and stores nothing.
///
/// ```swift
/// var intake = EventIntake(agency: "sample-house")
/// for reading in try intake.read(body) { ... }
/// ```
package struct EventIntake: ~Copyable {
    /// One event as it came, or the reason why it cannot be taken.
    package enum Reading: Hashable, Sendable {
        case event(ReadyEvent, warnings: [EventError])
        case refused(source: String, id: String, code: String, path: String, message: String)
    }

    private let agency: AgencyName
    private var reader = EventReader()

    package init(agency: AgencyName) {
        self.agency = agency
    }

    /// Returns the events of a body, in its order.
    ///
    /// - Throws: a fault where the body as a whole is not JSON.
    package mutating func read(_ body: [UInt8], areLines: Bool = false) throws(EventError) -> [Reading] {
        let items = try EventIntake.items(body, areLines: areLines)
        guard !items.isEmpty else {
            throw EventError(code: .notJSON, path: "$", message: "The body holds no event.")
        }
        var readings: [Reading] = []
        for item in items { readings.append(reading(item)) }
        return readings
    }

    private mutating func reading(_ item: RowItem) -> Reading {
        switch item {
        case .row(let row): reading(row.raw)
        case .rejected(let rejection):
            .refused(
                source: "",
                id: "",
                code: rejection.code == .tooLong ? "too-large" : "not-json",
                path: "$",
                message: rejection.message
            )
        }
    }

    private mutating func reading(_ bytes: [UInt8]) -> Reading {
        do throws(EventError) {
            let event = try reader.read(bytes)
            guard event.agency == agency else { return wrongSource(event) }
            let json = try JSONReader.read(bytes)
            let digest = EventHash(CanonicalJSON.bytes(json)).text
            let isCorrection = event.kind == .eventCorrected
            let ready = ReadyEvent(
                source: event.source,
                id: event.id,
                body: bytes,
                digest: digest,
                of: isCorrection ? json["data"]?["of"]?.string ?? "" : "",
                child: event.kind == .eventWithdrawn
                    ? RecordChild() : RecordChild(subject: event.subject, child: json["data"]?["child"])
            )
            return .event(ready, warnings: reader.warnings + EventError.wording(of: json.object ?? [:]))
        } catch {
            let (source, id) = EventIntake.name(of: bytes)
            return .refused(source: source, id: id, code: error.code.rawValue, path: error.path, message: error.message)
        }
    }

    /// Returns a refusal in the words of the aggregator, which would refuse the event as well.
    private func wrongSource(_ event: Event) -> Reading {
        .refused(
            source: event.source,
            id: event.id,
            code: "wrong-source",
            path: "$.source",
            message: "The source must begin with /\(agency)/, the agency whose adapter this is."
        )
    }

    /// Returns the source and id of a broken event, so that its sender can find it; empty where it has none.
    private static func name(of bytes: [UInt8]) -> (source: String, id: String) {
        guard let json = try? JSONReader.read(bytes) else { return ("", "") }
        return (json["source"]?.string ?? "", json["id"]?.string ?? "")
    }
}

// MARK: Cutting

extension EventIntake {
    /// Cuts a body into events: an array or a single object is read as JSON, objects one after the other line by line.
    private static func items(_ body: [UInt8], areLines: Bool) throws(EventError) -> [RowItem] {
        if areLines { return try lines(body) }
        do throws(MappingKit.ExportError) {
            var rows = JSONRows()
            let items = try rows.feed(body)
            return items + (try rows.finish())
        } catch {
            guard isLines(body) else { throw EventError(code: .notJSON, path: "$", message: error.message) }
            return try lines(body)
        }
    }

    /// Returns whether every line begins as an object does.
    private static func isLines(_ body: [UInt8]) -> Bool {
        let lines = body.split(separator: UInt8(ascii: "\n"))
        return lines.count > 1
            && lines.allSatisfy { line in
                let first = line.first { $0 > 0x20 }
                return first == nil || first == UInt8(ascii: "{")
            }
    }

    private static func lines(_ body: [UInt8]) throws(EventError) -> [RowItem] {
        do throws(MappingKit.ExportError) {
            var rows = JSONLinesRows()
            let items = try rows.feed(body)
            return items + (try rows.finish())
        } catch {
            throw EventError(code: .notJSON, path: "$", message: error.message)
        }
    }
}
