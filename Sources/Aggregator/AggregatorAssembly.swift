import BusProtocol
import BusTransport
import Correlation
import DaemonKit
import Journal
import Logging
import SafeguardingModel
import ServiceLifecycle
import ZeroMQ

/// The assembly of the aggregator from its parts; ``Aggregator`` is the way of an event through them.
struct AggregatorAssembly {
    private let configuration: AggregatorConfiguration
    private let context: DaemonContext
    private let aggregator: Aggregator
    private let policy: LiveAgencyDirectory
    private let authenticator: CurveAuthenticator
    private let feed: FeedServer
    private let gateway: Gateway
    private let alerts: AlertBroadcast
    private let lateness: JudgementWatch

    init(_ configuration: AggregatorConfiguration, _ context: DaemonContext) async throws {
        self.configuration = configuration
        self.context = context
        let logger = context.logger
        let journal = try Journal(path: configuration.journalPath)
        let derived = try DerivedFile(beside: journal)
        if let reason = derived.madeAnew {
            logger.record(.error, "Effects and notices are made anew from the journal", [.reason: reason])
        }
        aggregator = Aggregator(
            journal,
            derived,
            clock: configuration.playFrom.map(ScriptedClock.init) ?? context.clock,
            lagLimit: configuration.lagLimit,
            faults: FaultHandling(context, data: configuration.data)
        )
        policy = LiveAgencyDirectory(try LastRegister(configuration).directory())
        authenticator = try CurveAuthenticator(
            context: try Context(),
            keys: try CurveKeyPair(KeyFile(reading: configuration.key)),
            policy: policy,
            onDenial: { logger.record(.warning, "Kept out", [.address: $0.request.address, .reason: $0.reason]) }
        )
        lateness = JudgementWatch(aggregator.worker, context.health)
        feed = FeedServer(authenticator: authenticator, journal: aggregator, report: { logger.report($0) })
        gateway = Gateway(
            authenticator: authenticator,
            sink: aggregator,
            notices: aggregator,
            report: { logger.report($0) }
        )
        alerts = AlertBroadcast(authenticator: authenticator)
        aggregator.followers.connect(feed)
    }

    /// Returns the services, in the order in which they depend on each other.
    func running() async throws -> RunningDaemon {
        let executor = executor
        let register = RegisterWatch(configuration, policy: policy, aggregator: aggregator, context: context)
        let services = [
            NamedService("correlation") { [aggregator] in try await aggregator.correlate(executor) },
            NamedService("register", register),
            time,
            NamedService("checkpoints", CheckpointService(aggregator, executor, context)),
            NamedService("set aside", SetAsideReport(aggregator.worker, context)),
        ]
        try await register.begin()
        return RunningDaemon(
            services: services + (try await listeners()),
            reload: { await register.reread() },
            facts: {
                await register.compareWithDisk()
                return await facts()
            }
        )
    }

    /// The service that lets time pass in the journal: at the clock's pace, or as a script moves the clock.
    private var time: NamedService {
        guard let scripted = aggregator.clock as? ScriptedClock else {
            return NamedService("ticks", TickWriter(aggregator))
        }
        return NamedService("script clock", ScriptClockControl(aggregator, clock: scripted))
    }

    private var executor: EffectExecutor {
        EffectExecutor(aggregator.derived, broadcast: alerts, logger: context.logger, faults: aggregator.faults) {
            [gateway] agencies in
            Task { for agency in agencies { await gateway.noticesGrew(for: agency) } }
        }
    }

    private func listeners() async throws -> [NamedService] {
        try await alerts.start(at: configuration.broadcast)
        try await feed.start(at: configuration.follow)
        try await gateway.start(at: configuration.publish)
        return [
            NamedService("alerts") { [alerts] in
                try? await gracefulShutdown()
                await alerts.stop()
            },
            NamedService("feed") { [feed] in
                try? await gracefulShutdown()
                await feed.stop()
            },
            NamedService("gateway") { [gateway] in
                try? await gracefulShutdown()
                await gateway.stop()
            },
        ]
    }

    @Sendable private func facts() async -> JSONObject {
        let (journal, derived, worker) = (aggregator.journal, aggregator.derived, aggregator.worker)
        lateness.look(last: journal.last, at: context.clock.now)
        let isBeingMade = derived.isIncomplete && worker.judged < derived.broadcastThrough
        context.health.report(
            .derivedFileIncomplete,
            isBeingMade ? "effects and notices are being made anew from the journal; notices to agencies wait" : nil
        )
        let counts = aggregator.counts
        let judged = worker.counts
        let following = await feed.metrics
        return [
            "last": .integer(journal.last.number), "judged": .integer(worker.judged.number),
            "stored": .integer(Int64(counts.stored)),
            "duplicates": .integer(Int64(counts.duplicates)), "refused": .integer(Int64(counts.refused)),
            "children": .integer(Int64(judged.children)), "alerts": .integer(Int64(judged.alerts)),
            "open": .integer(Int64(judged.open)), "tooOldToJudge": .integer(Int64(judged.tooOld)),
            "setAside": .integer(Int64(judged.setAside)),
            "publishers": .integer(Int64(await gateway.metrics.connections)),
            "followers": .integer(Int64(following.followers)), "keptOut": .integer(Int64(authenticator.tally.denied)),
            "root": journal.root.map { .string("\($0)") } ?? .null,
        ]
    }
}
