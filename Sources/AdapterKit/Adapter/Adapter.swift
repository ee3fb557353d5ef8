import BusTransport
import DaemonKit
import Logging
import MappingKit
import SafeguardingModel
import ServiceLifecycle
import StrictYAML
import ZeroMQ

/// From an agency's feed to the bus: folder and local address into the outbox, the outbox to the aggregator.
public struct Adapter: Sendable {
    public let configuration: AdapterConfiguration

    public init(_ configuration: AdapterConfiguration) {
        self.configuration = configuration
    }

    func start(_ context: DaemonContext) async throws -> RunningDaemon {
        let logger = context.logger.with([.agency: configuration.agency])
        let outbox = try Outbox(folder: configuration.data, limits: configuration.limits)
        let publisher = try publisher(outbox, context, logger)
        let folder = FolderSource(
            configuration.folder, agency: configuration.agency, mappings: try MappingSet(folder: configuration.mappings),
            outbox: outbox, clock: context.clock, logger: logger, health: context.health)
        outbox.onGrowth { [outbox] in Task { await publisher.outboxGrew(to: outbox.last) } }
        var services = [
            NamedService("publisher") {
                await publisher.start()
                try? await gracefulShutdown()
                await publisher.stop()
            },
            NamedService("folder", folder),
        ]
        let bound = Latch()
        if let http = configuration.http {
            let intake = HTTPIntake(
                address: http, intake: EventIntake(agency: configuration.agency, outbox: outbox, clock: context.clock),
                outbox: outbox, publisher: publisher, health: context.health, logger: logger, bound: bound)
            services.append(NamedService("local address", intake))
        }
        let isListening = configuration.http != nil
        return RunningDaemon(
            services: services, ready: { if isListening { await bound.wait() } }, reload: { await reread(folder, logger) }, facts: { await facts(outbox, publisher) })
    }

    private func publisher(_ outbox: Outbox, _ context: DaemonContext, _ logger: Logger) throws -> Publisher {
        Publisher(
            context: try Context(), server: try address(), outbox: BusOutbox(outbox: outbox, clock: context.clock),
            onStatus: { status in LinkLog.shared.write(status.link, logger) })
    }

    private func address() throws -> ServerAddress {
        let keys = try KeyFile(reading: configuration.key)
        let server = try PublicKeyFile(reading: configuration.aggregatorKey)
        return ServerAddress(
            endpoint: configuration.publish, serverKey: try CurvePublicKey(z85: server.publicKey),
            clientKeys: try CurveKeyPair(
                publicKey: CurvePublicKey(z85: keys.publicKey), secretKey: CurveSecretKey(z85: keys.secretKey.revealed)))
    }

    /// A fault in a mapping leaves the old ones in use.
    private func reread(_ folder: FolderSource, _ logger: Logger) async {
        do {
            await folder.use(try MappingSet(folder: configuration.mappings))
            logger.record(.notice, "Mappings read again")
        } catch {
            logger.record(.error, "Mappings not read again; the old ones are still in use", [.reason: error.description])
        }
    }

    private func facts(_ outbox: Outbox, _ publisher: Publisher) async -> JSONObject {
        let counts = (try? await outbox.counts()) ?? OutboxCounts()
        return [
            "link": .string(await publisher.status.link.description), "pending": .integer(Int64(counts.pending)),
            "settled": .integer(Int64(counts.settled)), "refused": .integer(Int64(counts.refused)),
            "notices": .integer(Int64(counts.notices)),
        ]
    }
}

extension Adapter {
    /// Everything that is wrong, a sentence each.
    func faults() async -> [String] {
        var faults: [String] = []
        func check(_ look: () throws -> Void) {
            do { try look() } catch { faults.append("\(error)") }
        }
        check { try Context.requireCapable() }
        check { _ = try address() }
        check { faults += try MappingCheck(configuration).faults() }
        check { try Files.makeFolder(configuration.folder.inbox) }
        if !Files.isWritable(configuration.folder.inbox) {
            faults.append("\(configuration.folder.inbox): cannot be written, so rejected rows could not be put beside it")
        }
        if let fault = Reachability.fault(configuration.publish) { faults.append(fault) }
        return faults
    }
}
