import DaemonKit
import Hummingbird
import SafeguardingModel
import ServiceLifecycle

/// Server-sent events for open pages: ids and counts, never a word about anybody.
struct Live: Sendable {
    let model: DeskModel
    let access: Access
    let pages: PageMaker

    /// How often an open page hears that the desk is there; where two did not come, `desk.js` says that the page is out
    /// of date.
    static let beat = Span.seconds(5)

    func stream(_ request: Request, context: DeskContext) async throws -> Response {
        let session = try context.demandVisit().session
        let begun = await model.steps
        guard let changes = model.live.listen(as: session.account) else { throw Live.full }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 5000\n\n" + (await standing())))
                var told = begun
                // Without this an open page would keep the desk from stopping.
                for await change in changes.cancelOnGracefulShutdown() {
                    guard let reader = access.reader(of: session) else {
                        try await writer.write(ByteBuffer(string: "event: end\ndata: {}\n\n"))
                        break
                    }
                    if let text = await text(change, since: &told, for: reader) {
                        try await writer.write(ByteBuffer(string: text))
                    }
                }
                try await writer.finish(nil)
            }
        )
    }

    /// What a page is told; nil where nothing that changed exists for its reader.
    private func text(_ change: DeskChange?, since told: inout Int, for reader: Reader) async -> String? {
        switch change {
        case nil, .following: return await standing()
        case .alerts(let ids, let position):
            let desk = await model.view(for: reader)
            // A view has alerts of its own; what it was told of before is no news.
            let news = desk === model ? (alerts: ids, step: told) : await desk.changes(since: told)
            told = news.step
            let seen = await desk.visible(news.alerts, to: reader)
            guard !seen.isEmpty else { return nil }
            let body: JSONObject = [
                "alerts": .array(seen.map { .string($0) }),
                "critical": .array(await desk.criticalOnes(among: seen).map { .string($0) }),
                "open": .integer(Int64(await desk.openCount(for: reader))),
            ]
            return "event: alerts\nid: \(position)\ndata: \(JSONValue.object(body).text)\n\n"
        }
    }

    /// Until when what is shown is news, and why it may be out of date, in the words of the pages.
    private func standing() async -> String {
        let (freshness, times) = (await model.freshness, pages.times)
        var body: JSONObject = ["news": .string(times.short(freshness.newsUntil ?? times.now).words)]
        if let words = PageFrame.warning(freshness, times: times) { body["stale"] = .string(words) }
        return "event: beat\ndata: \(JSONValue.object(body).text)\n\n"
    }

    private static let full = WebFault(
        status: .serviceUnavailable,
        heading: "Too many pages are open",
        sentences: ["The page works without; it only has to be loaded again to show what is new."],
        headers: [.retryAfter: "60"]
    )
}

/// Lets the open streams look, every now and then, whether their session still stands; notices changed accounts, and
/// signs the day that is over.
struct LiveBeat: Service {
    let hub: LiveHub
    let clock: any WallClock
    let audit: AuditLog
    let accounts: AccountBook
    /// Told what keeps everybody out, and that nothing does any more.
    let tell: @Sendable (AccountFault?) -> Void
    /// Told of each day's signed root.
    let tellSealed: @Sendable (AuditSeal) -> Void
    /// Does what else is due at every beat.
    let tend: @Sendable () async -> Void

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var told: AccountFault?
            var sealed = audit.latestSeal
            while true {
                let fault = accounts.fault
                if fault != told { tell(fault) }
                told = fault
                try await clock.sleep(for: Live.beat)
                hub.beat()
                await tend()
                // Nobody may come for days; a day's root is signed all the same. What fails is tried at the next beat.
                try? audit.sealIfDue()
                if let seal = audit.latestSeal, seal != sealed {
                    tellSealed(seal)
                    sealed = seal
                }
            }
        }
    }
}
