import BusProtocol
import BusTransport
import DaemonKit
import Logging
import SafeguardingModel
import ServiceLifecycle
import Synchronization
import ZeroMQ

/// Carries the outbox to the aggregator for as long as the daemon runs.
final class BusService: Service {
    private let outbox: Outbox
    private let server: ServerAddress
    private let context: Context
    private let settings: PublisherSettings
    private let clock: any WallClock
    private let logger: Logger
    private let onRefusal: @Sendable () async -> Void
    private let health: Health?
    private let latest = Mutex(PublisherStatus())
    private let trouble = Mutex(LinkTrouble())

    init(
        _ outbox: Outbox,
        server: ServerAddress,
        context: Context,
        settings: PublisherSettings,
        clock: any WallClock,
        logger: Logger,
        health: Health? = nil,
        onRefusal: @escaping @Sendable () async -> Void
    ) {
        self.outbox = outbox
        self.server = server
        self.context = context
        self.settings = settings
        self.clock = clock
        self.logger = logger
        self.health = health
        self.onRefusal = onRefusal
    }

    /// The state of the connection.
    var status: PublisherStatus { latest.withLock { $0 } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            async let watch: Void = self.watch()
            while !Task.isCancelled { await self.publish() }
            await watch
        }
    }

    /// Reports to the health whatever a person has to mend, and forgets events whose time of keeping is over.
    private func watch() async {
        var forgetting = clock.now
        while !Task.isCancelled {
            health?.report(.linkRefused, trouble.withLock { $0.fault(at: clock.now) })
            if clock.now >= forgetting {
                forgetting = clock.now + .hours(1)
                await forgetOld()
            }
            try? await clock.sleep(for: .seconds(1))
        }
    }

    private func forgetOld() async {
        do throws(OutboxError) {
            try await outbox.forgetOld(at: clock.now)
        } catch {
            logger.record(.warning, "Sent events not forgotten", [.reason: error.description])
        }
    }

    /// Publishes until the shutdown, or until the outbox begins a new epoch.
    private func publish() async {
        // One pending wake is enough: the publisher learns the outbox's last number when it wakes.
        let (growth, growing) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let carrier = OutboxCarrier(
            outbox,
            clock: clock,
            logger: logger,
            onRefusal: onRefusal,
            onRestored: { growing.finish() }
        )
        let publisher = Publisher(context: context, server: server, outbox: carrier, settings: settings) {
            [self] status in
            note(status)
        }
        outbox.onGrowth { growing.yield() }
        await publisher.start()
        for await _ in growth { await publisher.outboxGrew(to: outbox.last) }
        await publisher.stop()
    }

    private func note(_ status: PublisherStatus) {
        let before = latest.withLock { latest in
            defer { latest = status }
            return latest
        }
        trouble.withLock { $0.note(status.link, at: clock.now) }
        if status.link != before.link { log(status.link) }
        if let fault = status.outboxFault, fault != before.outboxFault {
            logger.record(.error, "Outbox does not answer", [.reason: fault])
        }
    }

    /// Logs the changes of the link that a person needs to know.
    private func log(_ link: LinkStatus) {
        switch link {
        case .connected: logger.record(.notice, "Connected to the aggregator")
        case .connecting, .greeting: break
        default: logger.record(.warning, "Not connected to the aggregator", [.reason: link])
        }
    }
}
