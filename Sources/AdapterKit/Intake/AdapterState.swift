package import DaemonKit
import EventFormat
package import SafeguardingModel

/// The answers to the questions that a person, a monitor or the agency's own system may ask an adapter.
package struct AdapterState: Sendable {
    let outbox: Outbox
    let health: Health
    /// The state of the connection, in words.
    let link: @Sendable () -> String

    package init(outbox: Outbox, health: Health, link: @escaping @Sendable () -> String) {
        self.outbox = outbox
        self.health = health
        self.link = link
    }

    /// Returns whether the adapter does its work, and its whole health as JSON.
    package func healthReport() -> (isWell: Bool, document: JSONValue) {
        let document = health.document(facts: ["link": .string(link())])
        return (health.state == .serving && document["fault"]?.isNull == true, document)
    }

    /// Returns the outbox's counts; `pending` is how many events the aggregator has not acknowledged.
    package func outboxReport() async throws(OutboxError) -> JSONValue {
        let counts = try await outbox.counts()
        return [
            "pending": .integer(Int64(counts.pending)), "bytes": .integer(Int64(counts.bytes)),
            "last": .integer(Int64(counts.last)), "settled": .integer(Int64(counts.settled)),
            "refused": .integer(Int64(counts.refused)), "notices": .integer(Int64(counts.notices)),
            "oldest": counts.oldest.map { .string($0.rfc3339) } ?? .null, "link": .string(link()),
        ]
    }

    /// Returns the files with their numbers in the log, and the result of each.
    package func filesReport() async throws(OutboxError) -> JSONValue {
        .array(
            try await outbox.files().map { file in
                [
                    "file": .integer(file.number), "name": .string(file.name), "state": .string(file.state.rawValue),
                    "mapping": .string(file.mapping), "at": .string(file.at.rfc3339),
                    "rows": .integer(Int64(file.tally.rows)), "published": .integer(Int64(file.tally.published)),
                    "corrected": .integer(Int64(file.tally.corrected)),
                    "withdrawn": .integer(Int64(file.tally.withdrawn)),
                    "unchanged": .integer(Int64(file.tally.unchanged)),
                    "absent": .integer(Int64(file.tally.absent)),
                    "older": .integer(Int64(file.tally.older)),
                    "rejected": .integer(Int64(file.tally.rejected)),
                    "reason": .string(file.reason),
                ]
            }
        )
    }

    /// Returns the notices after a number, oldest first, each with its number.
    package func notices(after number: UInt64) async throws(OutboxError) -> JSONValue {
        .array(
            try await outbox.notices(after: number).map { notice in
                var object = (try? JSONReader.read(notice.json))?.object ?? [:]
                object["number"] = .integer(Int64(clamping: notice.number))
                return .object(object)
            }
        )
    }
}
