public import DaemonKit
public import Hummingbird
import HummingbirdCore
public import Logging
package import SafeguardingModel

/// The desk's pages over a model: every route and its middleware.
public struct DeskSite: Sendable {
    let model: DeskModel
    let access: Access
    private let pages: PageMaker
    private let decisions: any DecisionWriting
    private let settings: DeskSettings
    private let provider: Provider?
    let records: DeskRecords

    /// Makes the pages over a model.
    ///
    /// `clock` ends sessions; pages take the time from `pageClock`, or from `clock` where that is nil.
    public init(
        model: DeskModel,
        decisions: any DecisionWriting,
        settings: DeskSettings,
        clock: any WallClock,
        pageClock: (any WallClock)? = nil
    ) throws {
        self.model = model
        self.decisions = decisions
        self.settings = settings
        provider = try settings.provider.map { try Provider($0, clock: clock) }
        try Files.makeFolder(settings.data)
        let audit = try AuditLog(folder: "\(settings.data)/audit", clock: clock)
        access = Access(
            accounts: AccountBook(settings.accounts) { change in
                try audit.write(.accountChanged, by: AccountChange.somebody, detail: change.description)
            },
            restrictions: RestrictionBook(settings),
            usedCodes: try UsedCodes(file: "\(settings.data)/codes.json"),
            clock: clock,
            isBehindProxy: settings.isBehindProxy,
            passwordCost: settings.passwordCost,
            breached: settings.breached
        )
        access.recall(audit)
        records = DeskRecords(
            audit: audit,
            seen: SeenAlerts(file: "\(settings.data)/seen.json")
        )
        pages = PageMaker(
            site: settings.title,
            zone: settings.zone,
            clock: pageClock ?? clock
        )
    }

    /// Returns the web server of the desk.
    public func application(
        at address: BindAddress,
        logger: Logger,
        onListening: @escaping @Sendable () -> Void = {}
    ) -> some ApplicationProtocol {
        // Behind a proxy all connections are from it, and it has to bound those of each address.
        let waiting = settings.isBehindProxy ? WaitingConnections(mostOfOne: .max) : WaitingConnections()
        return Application(
            router: router(),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [WaitingHandler(waiting)],
                    idleTimeout: .seconds(75)
                )
            ),
            configuration: ApplicationConfiguration(
                address: address,
                availableConnectionsDelegate: MaximumAvailableConnections(1_024)
            ),
            onServerRunning: { _ in onListening() },
            logger: logger
        )
    }

    /// Begins a session without a password, for tests of pages behind the gate.
    package func beginSession(_ account: Account, from address: String = "", at now: Instant) -> (
        cookie: String, formToken: String
    ) {
        let (cookie, session) = access.sessions.begin(account.opened(with: access.accounts.key), from: address, at: now)
        return ("\(access.sessionCookie)=\(cookie)", session.formToken)
    }

    /// Every route that is served, as `GET /alerts/{id}`, except `HEAD`.
    package var routes: [String] {
        router().routes.filter { $0.method != .head }.map { "\($0.method.rawValue) \($0.path)" }
    }

    func router() -> Router<DeskContext> {
        let router = Router(context: DeskContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: ProtectionMiddleware(isBehindProxy: settings.isBehindProxy, page: pages.response))
        router.add(middleware: OriginMiddleware(settings: settings, access: access))
        addOpenRoutes(to: router)
        let gate = router.group().add(middleware: Gate(access: access))
        addSignedInRoutes(to: gate.add(middleware: Refusals(audit: records.audit)))
        return router
    }

    private func addOpenRoutes(to router: Router<DeskContext>) {
        let signIn = SignIn(access: access, pages: pages, audit: records.audit, provider: settings.provider?.title)
        router.get("/login", use: signIn.show)
        router.post("/login", use: signIn.enter)
        let elsewhere = ProviderSignIn(provider: provider, access: access, pages: pages, audit: records.audit)
        router.get("/login/provider", use: elsewhere.begin)
        router.get("/login/provider/return", use: elsewhere.finish)
        router.get("/health", use: health)
        router.get("/assets/:file", use: asset)
    }

    private func addSignedInRoutes(to group: RouterGroup<DeskContext>) {
        group.post("/logout", use: SignIn(access: access, pages: pages, audit: records.audit, provider: nil).leave)
        let sessions = OwnSessions(access: access, pages: pages, audit: records.audit)
        let password = PasswordChange(access: access, pages: pages, audit: records.audit, sessions: sessions)
        group.get("/password", use: password.show)
        group.post("/password", use: password.take)
        group.post("/password/sessions", use: sessions.end)
        let readers = group.group().add(middleware: ReadersOnly())
        let reading = RecordPages(model: model, pages: pages, access: access, records: records)
        readers.get("/", use: reading.list)
        readers.get("/alerts/:id", use: reading.alert)
        readers.get("/children/:id", use: reading.child)
        readers.post("/children/:id/open", use: reading.open)
        let identity = IdentityForms(model: model, decisions: decisions, reading: reading)
        readers.post("/children/:id/identity/:verb", use: identity.take)
        let handing = HandoverRoutes(model: model, pages: pages, access: access, records: records, decisions: decisions)
        readers.get("/handover", use: handing.show)
        readers.post("/handover/:verb", use: handing.take)
        let searching = SearchRoutes(model: model, pages: pages, records: records)
        readers.get("/search", use: searching.show)
        readers.post("/search", use: searching.find)
        readers.get("/oversight", use: AccessLogRoutes(pages: pages, model: model, records: records).show)
        let taking = ExportRoutes(model: model, pages: pages, reading: reading)
        readers.get("/children/:id/pack", use: taking.pack)
        readers.get("/panel", use: taking.panel)
        readers.get("/children/:id/chronology.csv", use: taking.chronology)
        readers.get("/children/:id/entities.csv", use: taking.entities)
        readers.get("/children/:id/links.csv", use: taking.links)
        readers.get("/answers", use: RequestRoutes(model: model, pages: pages, records: records).show)
        let counting = StatisticsRoutes(model: model, pages: pages, records: records)
        readers.get("/numbers", use: counting.show)
        readers.get("/numbers.csv", use: counting.csv)
        readers.post("/seen", use: MarkSeenRoute(model: model, seen: records.seen).take)
        readers.get("/live", use: Live(model: model, access: access, pages: pages).stream)
        let forms = DecisionForms(model: model, decisions: decisions, access: access, audit: records.audit)
        readers.post("/alerts/:id/:verb", use: forms.take)
    }

    /// Returns the desk's health, for machines that monitor it.
    ///
    /// It contains nothing about anybody.
    private func health(_ request: Request, context: DeskContext) async throws -> Response {
        let freshness = await model.freshness
        let body: JSONObject = [
            "program": "cse-desk", "state": .string(freshness.state.word), "position": .integer(freshness.position),
        ]
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: JSONValue.object(body).text))
        )
    }

    private func asset(_ request: Request, context: DeskContext) throws -> Response {
        guard let asset = Asset(rawValue: try context.part("file")) else { throw WebFault.notHere }
        return Response(
            status: .ok,
            headers: [.contentType: asset.type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes))
        )
    }
}

extension FollowState {
    var word: String {
        switch self {
        case .starting: "starting"
        case .catchingUp: "catching-up"
        case .live: "live"
        case .interrupted: "interrupted"
        }
    }
}
