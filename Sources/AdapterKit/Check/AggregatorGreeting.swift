import BusProtocol
import BusTransport
import SafeguardingModel
import ZeroMQ

/// A connection for `check`: greets the aggregator with the adapter's key, sends nothing, and closes.
///
/// It uses an empty outbox of its own, so that a running adapter keeps its connection, and takes no notices, which are
/// meant for that adapter.
struct AggregatorGreeting {
    private let server: ServerAddress
    private let context: Context
    /// The longest wait for the aggregator's welcome; libzmq gives a handshake up after five seconds.
    private static let timeout = Duration.seconds(8)

    init(_ server: ServerAddress, _ context: Context) {
        self.server = server
        self.context = context
    }

    /// Returns a sentence with the reason why nothing could be sent; nil where everything could.
    func fault() async -> String? {
        let (states, continuation) = AsyncStream.makeStream(of: LinkStatus.self)
        var settings = PublisherSettings()
        settings.software = "check"
        settings.takesNotices = false
        let publisher = Publisher(context: context, server: server, outbox: EmptyOutbox(), settings: settings) {
            continuation.yield($0.link)
        }
        let clock = Task {
            try? await Task.sleep(for: AggregatorGreeting.timeout)
            continuation.finish()
        }
        await publisher.start()
        let end = await AggregatorGreeting.end(of: states)
        clock.cancel()
        await publisher.stop()
        return end.map { "\(server.endpoint): \($0)" }
    }

    /// Returns the first state that decides the greeting; nil for a welcome.
    private static func end(of states: AsyncStream<LinkStatus>) async -> LinkStatus? {
        for await state in states {
            switch state {
            case .connected: return nil
            case .unreachable, .silent, .denied, .wrongServerKey, .refused: return state
            case .connecting, .greeting, .lost: continue
            }
        }
        return .silent
    }
}

/// An outbox that holds and keeps nothing.
private struct EmptyOutbox: OutboxPort {
    private let epoch = UInt64.random(in: .min ... .max)

    func state() async throws -> OutboxState { OutboxState(epoch: epoch) }
    func nextBatch(after number: UInt64, limit: Int) async throws -> [OutboxEvent] { [] }
    func settled(through number: UInt64, refused: [RefusedEvent]) async throws {}
    func notice(_ notice: NumberedNotice) async throws { throw CancellationError() }
}
