package import DaemonKit
import EventFormat
import Foundation
import GRDB
package import SafeguardingModel

/// The service of the page: reads an agency's notices from its outbox, and puts its answers into it.
package struct NoticeService: Sendable {
    package enum Outcome: Hashable, Sendable {
        case taken
        case answeredBefore
        /// This agency was not asked this question.
        case unknown
        case refused(String)
    }

    let agency: AgencyName
    private let outbox: Outbox
    private let postHandler: EventPostHandler
    private let clock: any WallClock
    private let followsJournal: Bool

    /// Makes the service; with `followsJournal`, for a site that plays a script of another year, time counts from the
    /// last notice.
    package init(
        agency: AgencyName,
        outbox: Outbox,
        postHandler: EventPostHandler,
        clock: any WallClock,
        followsJournal: Bool = false
    ) {
        self.agency = agency
        self.outbox = outbox
        self.postHandler = postHandler
        self.clock = clock
        self.followsJournal = followsJournal
    }

    /// Returns the notices so far, and the time by which they are shown.
    package func list() async throws(OutboxError) -> (list: NoticeList, now: Instant) {
        let kept = try await outbox.latestNotices(limit: NoticeService.most)
        let notices = kept.compactMap { try? JSONDecoder().decode(Notice.self, from: Data($0.json)) }
        var answered: Set<String> = []
        for number in Set(notices.compactMap(\.question))
        where try await outbox.holds(source: source, id: NoticeService.id(answering: number)) {
            answered.insert(number)
        }
        let list = NoticeList(notices, answered: answered, unreadable: kept.count - notices.count)
        return (list, now(kept.last, notices.last))
    }

    /// Puts an answer into the outbox; it is on disk when this returns.
    package func answer(_ number: String, _ words: String, owner: String) async throws(OutboxError) -> Outcome {
        let (list, now) = try await list()
        guard let question = list.questions.first(where: { $0.number == number }) else { return .unknown }
        guard question.answer == .wanted else { return .answeredBefore }
        let reply = await postHandler.take(event(number, words, owner, now).bytes)
        let answer = reply.body["events"]?.array?.first
        switch answer?["outcome"]?.string {
        case "accepted", "duplicate": return .taken
        case "refused" where answer?["code"]?.string == "same-id-other-content": return .answeredBefore
        default: return .refused((answer ?? reply.body)["message"]?.string ?? "")
        }
    }

    /// The most notices that a page shows.
    private static let most = 1_000

    private var source: String { "/\(agency)/notices" }

    /// Returns the id of the answer to a question: one for each question, so that a form that is sent twice is one
    /// answer.
    private static func id(answering number: String) -> String { "answer-\(number)" }

    private func now(_ kept: KeptNotice?, _ notice: Notice?) -> Instant {
        guard followsJournal, let kept, let notice else { return clock.now }
        return notice.at + (clock.now - kept.at)
    }

    private func event(_ number: String, _ words: String, _ owner: String, _ now: Instant) -> JSONValue {
        var data: JSONObject = ["request": .string(number), "to": "cse-team", "summary": .string(words)]
        if !owner.isEmpty { data["owner"] = .string(owner) }
        return [
            "specversion": "1.0", "id": .string(NoticeService.id(answering: number)), "source": .string(source),
            "type": .string(EventKind.requestAcknowledged.type), "time": .string(now.rfc3339),
            "recordedtime": .string(now.rfc3339), "datacontenttype": "application/json", "data": .object(data),
        ]
    }
}

extension Outbox {
    /// Returns the last notices, oldest first.
    func latestNotices(limit: Int) async throws(OutboxError) -> [KeptNotice] {
        let last = try await lastNotice()
        return try await notices(after: last > UInt64(limit) ? last - UInt64(limit) : 0, limit: limit)
    }

    /// Returns whether an event of this source and id was taken, and not refused since.
    func holds(source: String, id: String) async throws(OutboxError) -> Bool {
        let name = EventHash(source: source, key: id)
        return try await read { database in
            let sql = "SELECT 1 FROM published WHERE name = ?"
            return try Int.fetchOne(database, sql: sql, arguments: [Blob(name.bytes)]) != nil
        }
    }
}
