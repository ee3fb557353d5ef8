import BusTransport
import DaemonKit
import EventFormat
import Hummingbird
import Logging
import SafeguardingModel
import ServiceLifecycle

/// The adapter's local address: `POST /events` for systems that send instead of exporting, and what a person looks at.
struct HTTPIntake: Service {
    let address: LoopbackAddress
    let intake: EventIntake
    let outbox: Outbox
    let publisher: Publisher
    let health: Health
    let logger: Logger
    /// Opens when the address is bound.
    let bound: Latch

    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        /// The largest body: some thousand events.
        var maxUploadSize: Int { 16 << 20 }

        init(source: Source) {
            coreContext = .init(source: source)
        }
    }

    func run() async throws {
        let server = Application(
            router: router,
            configuration: .init(address: .hostname(address.host, port: address.port), serverName: "referral-bus adapter"),
            onServerRunning: { _ in bound.open() }, logger: .silent)
        defer { bound.open() }
        try await server.run()
    }

    private var router: Router<Context> {
        let router = Router(context: Context.self)
        router.post("/events") { request, context in try await post(request, context) }
        router.get("/health") { _, _ in Self.answer(.ok, health.document()) }
        router.get("/outbox") { _, _ in Self.answer(.ok, try await state()) }
        router.get("/notices") { _, _ in Self.answer(.ok, try await notices()) }
        return router
    }

    /// 202 when all are durable or known, 422 when some were refused, 503 when there is no room.
    private func post(_ request: Request, _ context: Context) async throws -> Response {
        let buffer = try await request.body.collect(upTo: context.maxUploadSize)
        do {
            let answers = try await intake.take(Array(buffer.readableBytesView))
            let isGood = answers.allSatisfy { $0.outcome != "refused" }
            return Self.answer(isGood ? .accepted : .unprocessableContent, ["events": .array(answers.map(\.json))])
        } catch {
            logger.record(.error, "Events not taken", [.reason: error.description])
            return Self.answer(.serviceUnavailable, ["message": .string(error.description)])
        }
    }

    private func state() async throws -> JSONValue {
        let counts = try await outbox.counts()
        return [
            "pending": .integer(Int64(counts.pending)), "settled": .integer(Int64(counts.settled)),
            "last": .integer(Int64(counts.last)), "refused": .integer(Int64(counts.refused)),
            "oldest": counts.oldest.map { .string($0.rfc3339) } ?? .null,
            "link": .string(await publisher.status.link.description),
        ]
    }

    private func notices() async throws -> JSONValue {
        .array(
            try await outbox.notices().map { notice in
                (try? JSONReader.read(notice.json)) ?? .null
            })
    }

    private static func answer(_ status: HTTPResponse.Status, _ json: JSONValue) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }
}
