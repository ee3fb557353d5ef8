import Accounts
import Correlation
public import DaemonKit
public import Hummingbird
import HummingbirdCore
public import Logging
import SafeguardingModel

/// The desk's pages over a model: every route and its middleware.
public struct DeskSite: Sendable {
    private let policy: AccessPolicy
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
        self.decisions = decisions
        self.settings = settings
        provider = try settings.provider.map { try Provider($0, clock: clock) }
        try Files.makeFolder(settings.data)
        let audit = try AuditLog(folder: "\(settings.data)/audit", clock: clock)
        let authenticator = Authenticator(
            accounts: AccountBook(settings.accounts) { change in
                try audit.write(.accountChanged, by: AccountChange.somebody, detail: change.description)
            },
            usedCodes: try UsedCodes(file: "\(settings.data)/codes.json"),
            clock: clock,
            passwordCost: settings.passwordCost,
            breached: settings.breached
        )
        access = Access(
            authenticator,
            restrictions: RestrictionBook(settings),
            clock: clock,
            isBehindProxy: settings.isBehindProxy
        )
        access.recall(audit)
        policy = AccessPolicy(model, openings: access.openings)
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
        let reading = RecordPages(policy: policy, pages: pages, access: access, records: records)
        readers.get("/", use: reading.list)
        readers.get("/alerts/:id", use: reading.alert)
        readers.get("/children/:id", use: reading.child)
        readers.post("/children/:id/open", use: reading.open)
        let identity = IdentityForms(policy: policy, decisions: decisions, audit: records.audit)
        readers.post("/children/:id/identity/:verb", use: identity.take)
        let handing = HandoverRoutes(
            policy: policy,
            pages: pages,
            access: access,
            records: records,
            decisions: decisions
        )
        readers.get("/handover", use: handing.show)
        readers.post("/handover/:verb", use: handing.take)
        let searching = SearchRoutes(policy: policy, pages: pages, records: records)
        readers.get("/search", use: searching.show)
        readers.post("/search", use: searching.find)
        readers.get("/oversight", use: AccessLogRoutes(pages: pages, policy: policy, records: records).show)
        let taking = ExportRoutes(policy: policy, pages: pages, audit: records.audit)
        readers.get("/children/:id/pack", use: taking.pack)
        readers.get("/panel", use: taking.panel)
        readers.get("/children/:id/chronology.csv", use: taking.chronology)
        readers.get("/children/:id/entities.csv", use: taking.entities)
        readers.get("/children/:id/links.csv", use: taking.links)
        readers.get("/answers", use: RequestRoutes(policy: policy, pages: pages, records: records).show)
        let counting = StatisticsRoutes(policy: policy, pages: pages, records: records)
        readers.get("/numbers", use: counting.show)
        readers.get("/numbers.csv", use: counting.csv)
        readers.post("/seen", use: MarkSeenRoute(policy: policy, seen: records.seen).take)
        readers.get("/live", use: Live(policy: policy, access: access, pages: pages).stream)
        let forms = DecisionForms(policy: policy, decisions: decisions, access: access, audit: records.audit)
        readers.post("/alerts/:id/:verb", use: forms.take)
    }

    /// Returns the desk's health, for machines that monitor it.
    ///
    /// It contains nothing about anybody.
    private func health(_ request: Request, context: DeskContext) async throws -> Response {
        let freshness = await policy.freshness
        var body: JSONObject = [
            "program": "cse-desk", "state": .string(freshness.state.word),
            "position": .integer(freshness.position.number),
        ]
        if let unread = freshness.unread { body["fault"] = .string(unread.sentence) }
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: JSONValue.object(body).text))
        )
    }

    private func asset(_ request: Request, context: DeskContext) throws -> Response {
        guard let asset = Asset(rawValue: try context.part("file")) else { throw WebError.notHere }
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
