import BusProtocol
import BusTransport
package import DaemonKit
import Logging
import SafeguardingModel
import ServiceLifecycle
import StrictYAML
import ZeroMQ

/// The daemon beside an agency: takes exports and posted events into the outbox, and publishes them to the aggregator.
public struct Adapter: Sendable {
    /// The content of `adapter.yaml`, which does not change while the adapter runs; mapping files can be read again.
    public let configuration: AdapterConfiguration

    public init(_ configuration: AdapterConfiguration) {
        self.configuration = configuration
    }

    /// Opens the outbox and returns the services that carry events into it and out of it.
    package func start(_ context: DaemonContext, software: String) async throws -> RunningDaemon {
        let logger = context.logger.with([.agency: configuration.agency])
        try Files.makeFolder(configuration.folder.inbox)
        let outbox = try Outbox(folder: configuration.data, limits: configuration.limits)
        let folder = try folder(outbox, context, logger)
        let mappings = MappingWatch(configuration.mappings, for: folder, health: context.health, logger: logger)
        let bus = try bus(outbox, folder, context, logger, software)
        // Each service depends on those before it; the shutdown goes in the opposite order.
        var services = [NamedService("bus", bus), NamedService("folder", folder)]
        let bound = Latch()
        if let http = http(outbox, bus, context, logger, bound) {
            services.append(NamedService("local address", http))
        } else {
            bound.open()
        }
        return RunningDaemon(
            services: services,
            ready: { await bound.wait() },
            reload: { await mappings.reread() },
            facts: {
                await mappings.compareWithDisk()
                return await facts(outbox, bus, folder)
            }
        )
    }

    private func folder(_ outbox: Outbox, _ context: DaemonContext, _ logger: Logger) throws -> FolderSource {
        FolderSource(
            configuration.folder,
            agency: configuration.agency,
            mappings: try MappingSet(folder: configuration.mappings),
            outbox: outbox,
            clock: context.clock,
            logger: logger,
            health: context.health
        )
    }

    private func bus(
        _ outbox: Outbox,
        _ folder: FolderSource,
        _ context: DaemonContext,
        _ logger: Logger,
        _ software: String
    ) throws -> BusService {
        var settings = PublisherSettings()
        settings.software = software
        return BusService(
            outbox,
            server: try configuration.server(),
            context: try Context(),
            settings: settings,
            clock: context.clock,
            logger: logger,
            health: context.health,
            onRefusal: { await folder.showRefused() }
        )
    }

    private func http(
        _ outbox: Outbox,
        _ bus: BusService,
        _ context: DaemonContext,
        _ logger: Logger,
        _ bound: Latch
    ) -> HTTPIntake? {
        guard let address = configuration.http else { return nil }
        let postHandler = EventPostHandler(
            agency: configuration.agency,
            outbox: outbox,
            clock: context.clock,
            logger: logger,
            health: context.health
        )
        let state = AdapterState(outbox: outbox, health: context.health, link: { bus.status.link.description })
        return HTTPIntake(
            address: address,
            bodyBytes: configuration.bodyBytes,
            postHandler: postHandler,
            state: state,
            notices: NoticeService(
                agency: configuration.agency,
                outbox: outbox,
                postHandler: postHandler,
                clock: context.clock,
                followsJournal: configuration.followsJournalClock
            ),
            bound: bound
        )
    }

    private func facts(_ outbox: Outbox, _ bus: BusService, _ folder: FolderSource) async -> JSONObject {
        let inbox = folder.inboxCounts
        let counts = (try? await outbox.counts()) ?? OutboxCounts()
        return [
            "link": .string(bus.status.link.description), "pending": .integer(Int64(counts.pending)),
            "settled": .integer(Int64(counts.settled)), "refused": .integer(Int64(counts.refused)),
            "notices": .integer(Int64(counts.notices)), "unread-files": .integer(Int64(inbox.unreadFiles)),
            "quarantine": .integer(Int64(inbox.quarantinedRows)),
        ]
    }
}
