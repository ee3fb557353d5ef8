import DaemonKit
import Glibc
package import Hummingbird
import Logging
import NIOCore
package import SafeguardingModel
import ServiceLifecycle

/// The adapter's local address: `POST /events` for systems that send instead of exporting, and a page of notices
/// for people.
package struct HTTPIntake: Service {
    private let address: HTTPAddress
    private let bodyBytes: Int
    private let postHandler: EventPostHandler
    private let state: AdapterState
    private let notices: NoticeService
    private let zone: Zone
    /// Opens when the address is bound.
    private let bound: Latch

    package init(
        address: HTTPAddress,
        bodyBytes: Int,
        postHandler: EventPostHandler,
        state: AdapterState,
        notices: NoticeService,
        zone: Zone = .london,
        bound: Latch = Latch()
    ) {
        self.address = address
        self.bodyBytes = bodyBytes
        self.postHandler = postHandler
        self.state = state
        self.notices = notices
        self.zone = zone
        self.bound = bound
    }

    package func run() async throws {
        defer { bound.open() }
        do {
            try await application().run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw AddressTakenError(address: address)
        }
    }

    /// Returns the application behind the address, not bound yet.
    package func application() -> some ApplicationProtocol {
        Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: .init(
                address: .hostname(address.host, port: address.port),
                serverName: "referral-bus adapter"
            ),
            onServerRunning: { _ in bound.open() },
            logger: .silent
        )
    }

    private var router: Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        NoticeRoutes(notices: notices, zone: zone).add(to: router.group().add(middleware: PageGuard(address: address)))
        addProgramRoutes(to: router.group().add(middleware: VisitorCheck(address: address)))
        return router
    }

    private func addProgramRoutes(to router: RouterGroup<BasicRequestContext>) {
        router.post("/events") { request, _ in try await post(request) }
        router.get("/health") { _, _ in
            let (isWell, document) = state.healthReport()
            return Response(json: document, status: isWell ? .ok : .serviceUnavailable)
        }
        router.get("/outbox") { _, _ in await answer(state.outboxReport) }
        router.get("/files") { _, _ in await answer(state.filesReport) }
        router.get("/notices") { request, _ in
            let after = request.uri.queryParameters.get("after", as: UInt64.self) ?? 0
            return await answer { () async throws(OutboxError) in try await state.notices(after: after) }
        }
    }

    private func post(_ request: Request) async throws -> Response {
        guard let type = EventMediaType(request.headers[.contentType]) else { return EventMediaType.refusal }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: bodyBytes)
        } catch is NIOTooManyBytesError {
            return Response(
                code: "too-large",
                message: "At most \(bodyBytes) bytes at once: send fewer events in each request.",
                status: .contentTooLarge
            )
        }
        let reply = await postHandler.take(Array(body.readableBytesView), areLines: type == .lines)
        return Response(json: reply.body, status: .init(code: reply.status))
    }

    private func answer(_ ask: () async throws(OutboxError) -> JSONValue) async -> Response {
        do throws(OutboxError) {
            return Response(json: try await ask(), status: .ok)
        } catch {
            return Response(code: "unavailable", message: error.description, status: .serviceUnavailable)
        }
    }
}

/// The error that another program listens at the address.
struct AddressTakenError: Error, CustomStringConvertible {
    let address: HTTPAddress

    var description: String {
        "\(address) is in use by another program; end that, or choose another port under 'http' in adapter.yaml"
    }
}
