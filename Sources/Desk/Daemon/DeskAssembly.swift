import Accounts
import BusTransport
import Correlation
import DaemonKit
import Hummingbird
import Logging
import SafeguardingModel
import ServiceLifecycle
import Synchronization
import ZeroMQ

/// The parts of the desk, put together: the followed journal, the model over it, the pages over that.
struct DeskAssembly {
    private let configuration: DeskConfiguration
    private let context: DaemonContext
    private let model: DeskModel
    private let following: JournalFollowing
    private let site: DeskSite

    init(_ configuration: DeskConfiguration, _ context: DaemonContext) throws {
        self.configuration = configuration
        self.context = context
        let isRestricting = RestrictionBook(configuration.settings).current?.isEmpty != true
        model = DeskModel(keepsEntries: isRestricting)
        let clock = JournalClock(machine: context.clock, follows: configuration.followsJournalClock)
        following = JournalFollowing(
            model: model,
            server: try configuration.server(),
            context: try Context(),
            clock: clock,
            daemon: context
        )
        let hadKey = Files.exists(configuration.settings.accounts.key)
        site = try DeskSite(
            model: model,
            decisions: following,
            settings: configuration.settings,
            clock: context.clock,
            pageClock: clock
        )
        if !hadKey { logKey() }
        reportAccessLog()
    }

    /// Logs that accounts from before there was a key now have one, or that it cannot be made.
    private func logKey() {
        let file = configuration.settings.accounts.key
        guard Files.exists(file) else {
            return context.logger.record(
                .warning,
                "Passwords are kept without a key, which the desk cannot make; run: refbus desk account key",
                [.file: file]
            )
        }
        context.logger.record(.notice, "Made the key of the accounts; copy it apart from them", [.file: file])
    }

    /// Logs the access log's root, and reports its faults.
    private func reportAccessLog() {
        let audit = site.records.audit
        logRoot(audit.tree, "Log of who saw what opened")
        guard let first = audit.faults.first else { return }
        for fault in audit.faults.prefix(DeskAssembly.mostFaults) {
            context.logger.record(.critical, "Log of who saw what is not as it was signed", [.error: fault])
        }
        let rest = audit.faults.count == 1 ? "" : " (\(audit.faults.count) faults)"
        context.health.report(
            .accessLogAltered,
            "the log of who saw what is not as it was signed\(rest): \(first); run: refbus audit verify"
        )
    }

    private static let mostFaults = 10

    /// Logs the access log's root, so that it can be kept where this machine cannot write.
    private func logRoot(_ tree: MerkleTree, _ what: StaticString) {
        context.logger.record(.notice, what, [.count: tree.count, .root: tree.rootText])
    }

    /// The service that does what is due at regular intervals.
    private var beat: LiveBeat {
        LiveBeat(
            hub: model.live,
            clock: context.clock,
            audit: site.records.audit,
            accounts: site.access.authenticator.accounts,
            onAccountFault: { report($0) },
            onSeal: { logRoot($0.tree, "Day of the log of who saw what signed") },
            onBeat: onBeat
        )
    }

    /// Lets the views without some children read on, and reports where there can be none, and a configuration that
    /// cannot be read.
    @Sendable private func onBeat() async {
        await model.readViewsOn()
        let isRestricting = site.access.restrictions.current?.isEmpty == false
        let fault =
            isRestricting && !model.keepsEntries
            ? "children were restricted after the start: others see them nowhere, and see less than they could of whom they share; start the desk again"
            : nil
        context.health.report(.restrictedWithoutViews, fault)
        let unread = await model.freshness.unread
        guard context.health.report(.configurationUnread, unread?.sentence), let unread else { return }
        context.logger.record(
            .error,
            "Configuration not read",
            [.position: unread.position, .reason: unread.reason]
        )
    }

    /// Reports in log and health why nobody can sign in.
    private func report(_ fault: AccountError?) {
        context.health.report(.accountsUnread, fault.map { "nobody can sign in: \($0)" })
        if let fault { return context.logger.record(.error, "Nobody can sign in", [.error: fault]) }
        context.logger.record(.info, "Accounts can be read again")
    }

    func running() async throws -> RunningDaemon {
        let bound = Signal()
        let pages = site.application(
            at: .hostname(configuration.host, port: configuration.port),
            logger: context.logger,
            onListening: bound.give
        )
        return RunningDaemon(
            services: [
                NamedService("follower", following), NamedService("pages", pages),
                NamedService("live pages", beat),
            ],
            ready: bound.wait,
            facts: facts
        )
    }

    @Sendable private func facts() async -> JSONObject {
        let freshness = await model.freshness
        return [
            "position": .integer(freshness.position.number), "following": .string(freshness.state.word),
            "open": .integer(Int64(await model.openCount)), "livePages": .integer(Int64(model.live.listenerCount)),
        ]
    }
}

/// A signal that is given once and that any number of tasks await.
final class Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    @Sendable func give() { continuation.finish() }

    @Sendable func wait() async {
        for await _ in stream {}
    }
}
