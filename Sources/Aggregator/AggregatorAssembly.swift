import BusProtocol
import BusTransport
import Correlation
import DaemonKit
import Journal
import Logging
import SafeguardingModel
import ServiceLifecycle
import ZeroMQ

/// The assembly of the aggregator from its parts.
struct AggregatorAssembly {
    private let configuration: AggregatorConfiguration
    private let context: DaemonContext
    private let clock: any WallClock
    private let journal: Journal
    private let worker = CorrelationWorker()
    private let policy: LiveAgencyDirectory
    private let authenticator: CurveAuthenticator
    private let writer: JournalWriter
    private let receiver: EventReceiver
    private let feed: FeedServer
    private let gateway: Gateway
    private let alerts: AlertBroadcast
    private let faults: FaultHandling
    private let lateness: JudgementWatch

    init(_ configuration: AggregatorConfiguration, _ context: DaemonContext) async throws {
        self.configuration = configuration
        self.context = context
        let scripted = configuration.playFrom.map(ScriptedClock.init)
        clock = scripted ?? context.clock
        journal = try Journal(path: configuration.journalPath)
        policy = LiveAgencyDirectory(try LastRegister(configuration).directory())
        let logger = context.logger
        authenticator = try CurveAuthenticator(
            context: try Context(),
            keys: try CurveKeyPair(KeyFile(reading: configuration.key)),
            policy: policy,
            onDenial: { logger.record(.warning, "Kept out", [.address: $0.request.address, .reason: $0.reason]) }
        )
        let wire = FeedNotifier()
        writer = JournalWriter(journal: journal, worker: worker, clock: clock, written: wire.grew)
        faults = FaultHandling(context, data: configuration.data)
        lateness = JudgementWatch(worker, context.health)
        receiver = EventReceiver(writer: writer, lagLimit: configuration.lagLimit, faults: faults)
        let ports = JournalPorts(writer: writer, receiver: receiver)
        feed = FeedServer(authenticator: authenticator, journal: ports, report: { logger.report($0) })
        gateway = Gateway(authenticator: authenticator, sink: ports, notices: ports, report: { logger.report($0) })
        alerts = AlertBroadcast(authenticator: authenticator)
        wire.connect(feed)
    }

    /// Returns the services, in the order in which they depend on each other.
    func running() async throws -> RunningDaemon {
        let executor = executor
        let register = RegisterWatch(configuration, policy: policy, writer: writer, context: context)
        var services = [
            NamedService("correlation") { [worker, journal] in try await worker.serve(journal, executor) },
            NamedService("register", register),
            NamedService("ticks", TickWriter(writer: writer, faults: faults)),
            NamedService("checkpoints", CheckpointService(journal, worker, executor, faults, context)),
            NamedService("set aside", SetAsideReport(worker, context)),
        ]
        if let scripted = clock as? ScriptedClock {
            services[2] = NamedService("script clock", ScriptClockControl(writer: writer, clock: scripted))
        }
        try await register.begin()
        services += try await listeners()
        return RunningDaemon(
            services: services,
            reload: { await register.reread() },
            facts: {
                await register.compareWithDisk()
                return await facts()
            }
        )
    }

    private var executor: EffectExecutor {
        EffectExecutor(journal: journal, broadcast: alerts, logger: context.logger, faults: faults) {
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
        lateness.look(last: journal.last, at: context.clock.now)
        let counts = receiver.counts
        let judged = worker.counts
        let following = await feed.metrics
        return [
            "last": .integer(journal.last), "judged": .integer(worker.judged), "stored": .integer(Int64(counts.stored)),
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
