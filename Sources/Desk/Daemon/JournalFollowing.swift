import Accounts
import BusProtocol
package import BusTransport
package import DaemonKit
import Journal
import Logging
package import SafeguardingModel
import ServiceLifecycle
package import ZeroMQ

/// The follower of the aggregator's journal, which feeds the model, and sends decisions to the aggregator.
package final class JournalFollowing: Service, DecisionWriting {
    private let model: DeskModel
    private let follower: Follower
    private let statuses: AsyncStream<FollowerStatus>
    private let daemon: DaemonContext
    /// The clock of the pages.
    private let clock: JournalClock

    package init(model: DeskModel, server: ServerAddress, context: Context, clock: JournalClock, daemon: DaemonContext)
    {
        self.model = model
        self.daemon = daemon
        self.clock = clock
        let (stream, continuation) = AsyncStream.makeStream(
            of: FollowerStatus.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        statuses = stream
        follower = Follower(
            context: context,
            server: server,
            after: 0,
            onStatus: { continuation.yield($0) },
            deliver: { await JournalFollowing.take($0, into: model, clock, daemon) }
        )
    }

    package func run() async throws {
        await follower.start()
        var view = FollowView(startedAt: clock.now)
        for await status in statuses.cancelOnGracefulShutdown() {
            let state = view.state(status, at: clock.now)
            await model.setFollowing(state)
            report(status, view)
            if case .refused(let fault) = status.link, fault.code == .ahead {
                await follower.stop()
                throw JournalReplacedError()
            }
        }
        await follower.stop()
    }

    package func decide(_ decision: Decision) async throws -> Position {
        try await follower.decide(EntryCodec.bytes(of: decision), within: .seconds(5))
    }

    private static func take(
        _ news: FollowerNews,
        into model: DeskModel,
        _ clock: JournalClock,
        _ daemon: DaemonContext
    ) async {
        guard case .entries(let entries) = news else { return }
        do {
            try await model.apply(entries)
            if let last = entries.last { clock.hear(last.at) }
        } catch {
            // Going on without this entry would show what judgement never said.
            daemon.logger.record(.critical, "Journal entry cannot be read; the desk stands still", [.error: "\(error)"])
            daemon.health.report(.entryUnread, "a journal entry cannot be read; is the desk as new as the aggregator?")
        }
    }

    private func report(_ status: FollowerStatus, _ view: FollowView) {
        guard view.hasChanged else { return }
        let level: Logger.Level = status.link == .connected ? .info : .warning
        daemon.logger.record(level, "Following", [.state: status.link, .position: status.position, .lag: status.lag])
    }
}

/// The error that the desk's journal is not the aggregator's any more, which was restored from an older copy.
///
/// The model cannot be repaired entry by entry, and all of it is in memory: the desk has to start again.
package struct JournalReplacedError: Error, CustomStringConvertible {
    package var description: String {
        "the journal was replaced by an older one; starting again reads it from the beginning"
    }
}

/// A follower's status, translated for people who read pages.
package struct FollowView {
    private var link: LinkStatus?
    private var isHeard = false
    private var interruptedAt: Instant
    private var wasConnected = false
    private var wasLive = false
    /// Whether the last status had another connection state than the one before.
    private(set) var hasChanged = false
    /// A desk that is fewer entries behind than this still counts as live.
    private static let smallLag = 1_000

    package init(startedAt: Instant) {
        interruptedAt = startedAt
    }

    package mutating func state(_ status: FollowerStatus, at now: Instant) -> FollowState {
        hasChanged = status.link != link
        let wasHeard = isHeard
        (link, isHeard) = (status.link, status.link == .connected && !status.isSilent)
        if wasHeard && !isHeard { interruptedAt = now }
        guard isHeard else {
            // Only the very first attempt is a start; everything after it is an interruption.
            let isBeginning = !wasConnected && (status.link == .connecting || status.link == .greeting)
            return isBeginning ? .starting : .interrupted(since: interruptedAt)
        }
        wasConnected = true
        wasLive = status.lag == 0 || (wasLive && status.lag < FollowView.smallLag)
        return wasLive ? .live : .catchingUp
    }
}

extension DeskConfiguration {
    /// Returns the aggregator's address and key, and the desk's own keys.
    func server() throws -> ServerAddress {
        let (own, theirs) = (try KeyFile(reading: key), try PublicKeyFile(reading: aggregatorKey))
        return ServerAddress(
            endpoint: follow,
            serverKey: try CurvePublicKey(z85: theirs.publicKey),
            clientKeys: try CurveKeyPair(
                publicKey: CurvePublicKey(z85: own.publicKey),
                secretKey: CurveSecretKey(z85: own.secretKey.revealed)
            )
        )
    }
}
