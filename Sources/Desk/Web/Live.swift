import Accounts
import DaemonKit
import Hummingbird
import SafeguardingModel
import ServiceLifecycle

/// Server-sent events for open pages: ids and counts, nothing about anybody.
struct Live: Sendable {
    let policy: AccessPolicy
    let access: Access
    let pages: PageMaker

    /// The interval at which an open page gets a beat; after two missing ones `desk.js` says that the page is out of
    /// date.
    static let beat = Span.seconds(5)

    func stream(_ request: Request, context: DeskContext) async throws -> Response {
        let session = try context.requireVisit().session
        let begun = await policy.steps
        guard let changes = policy.listen(as: session.account) else { throw Live.full }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 5000\n\n" + (await standing())))
                var step = begun
                // Without this an open page would prevent the desk from stopping.
                for await change in changes.cancelOnGracefulShutdown() {
                    guard let reader = access.reader(of: session) else {
                        try await writer.write(ByteBuffer(string: "event: end\ndata: {}\n\n"))
                        break
                    }
                    if let text = await text(
                        change,
                        since: &step,
                        for: DeskContext.Visit(session: session, reader: reader)
                    ) {
                        try await writer.write(ByteBuffer(string: text))
                    }
                }
                try await writer.finish(nil)
            }
        )
    }

    /// Returns the event for a page; nil where no change exists for its reader.
    private func text(_ change: DeskChange?, since step: inout Int, for visit: DeskContext.Visit) async -> String? {
        switch change {
        case nil, .following: return await standing()
        case .alerts(let ids, let position):
            guard let news = await policy.desk(for: visit).news(ids, since: &step) else { return nil }
            let body: JSONObject = [
                "alerts": .array(news.alerts.map { .string($0) }),
                "critical": .array(news.critical.map { .string($0) }), "open": .integer(Int64(news.open)),
            ]
            return "event: alerts\nid: \(position)\ndata: \(JSONValue.object(body).text)\n\n"
        }
    }

    /// Returns the time up to which pages are current, and why they may be out of date, in the words of the pages.
    private func standing() async -> String {
        let (freshness, times) = (await policy.freshness, pages.times)
        var body: JSONObject = ["news": .string(times.short(freshness.newsUntil ?? times.now).words)]
        if let words = PageFrame.warning(freshness, times: times) { body["stale"] = .string(words) }
        return "event: beat\ndata: \(JSONValue.object(body).text)\n\n"
    }

    private static let full = WebError(
        status: .serviceUnavailable,
        heading: "Too many pages are open",
        sentences: ["The page works without; it only has to be loaded again to show what is new."],
        headers: [.retryAfter: "60"]
    )
}

/// The regular beat: open streams check their sessions, changed accounts are noted, and a day that is over is sealed.
struct LiveBeat: Service {
    let hub: LiveHub
    let clock: any WallClock
    let audit: AuditLog
    let accounts: AccountBook
    /// Called with the fault that keeps everybody out, and with nil when there is none any more.
    let onAccountFault: @Sendable (AccountError?) -> Void
    /// Called with each day's signed root.
    let onSeal: @Sendable (AuditSeal) -> Void
    /// Called at every beat for anything else that is due.
    let onBeat: @Sendable () async -> Void

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var reported: AccountError?
            var sealed = audit.latestSeal
            while true {
                let fault = accounts.fault
                if fault != reported { onAccountFault(fault) }
                reported = fault
                try await clock.sleep(for: Live.beat)
                hub.beat()
                await onBeat()
                // A day is sealed even if nobody uses the desk for days; a failure is tried again at the next beat.
                try? audit.sealIfDue()
                if let seal = audit.latestSeal, seal != sealed {
                    onSeal(seal)
                    sealed = seal
                }
            }
        }
    }
}
