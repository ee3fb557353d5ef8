import BusProtocol
import BusTransport
import SafeguardingModel
import ZeroMQ

/// Greets the aggregator with the adapter's key, sends nothing, and goes: for `check`.
///
/// It comes with an outbox of its own, which is empty, so that an adapter that runs keeps its connection, and takes no
/// notices, which are for that one.
struct AggregatorGreeting {
    private let server: ServerAddress
    private let context: Context
    /// How long the aggregator may take to welcome us. libzmq gives a greeting up after five seconds.
    private static let patience = Duration.seconds(8)

    init(_ server: ServerAddress, _ context: Context) {
        self.server = server
        self.context = context
    }

    /// Why nothing could be sent there, in a sentence; nil where everything could.
    func fault() async -> String? {
        let (states, continuation) = AsyncStream.makeStream(of: LinkStatus.self)
        var settings = PublisherSettings()
        settings.software = "check"
        settings.takesNotices = false
        let publisher = Publisher(context: context, server: server, outbox: EmptyOutbox(), settings: settings) {
            continuation.yield($0.link)
        }
        let clock = Task {
            try? await Task.sleep(for: AggregatorGreeting.patience)
            continuation.finish()
        }
        await publisher.start()
        let end = await AggregatorGreeting.end(of: states)
        clock.cancel()
        await publisher.stop()
        return end.map { "\(server.endpoint): \($0)" }
    }

    /// The first state that says how it ends; nil for a welcome.
    private static func end(of states: AsyncStream<LinkStatus>) async -> LinkStatus? {
        for await state in states {
            switch state {
            case .connected: return nil
            case .unreachable, .silent, .denied, .wrongServerKey, .told: return state
            case .connecting, .greeting, .lost: continue
            }
        }
        return .silent
    }
}

/// Holds nothing, and keeps nothing.
private struct EmptyOutbox: OutboxPort {
    private let epoch = UInt64.random(in: .min ... .max)

    func state() async throws -> OutboxState { OutboxState(epoch: epoch) }
    func nextBatch(after number: UInt64, limit: Int) async throws -> [OutboxEvent] { [] }
    func settled(through number: UInt64, refused: [RefusedEvent]) async throws {}
    func notice(_ notice: NumberedNotice) async throws { throw CancellationError() }
}
