import DaemonKit
import Hummingbird
import NIOCore
import NIOHTTPTypes
import Synchronization

/// The connections that wait for their client: nothing has come yet, or not a whole request.
///
/// They cost a client nothing, so their number is bounded, for one address and in total: the one that has waited
/// longest is closed for a new one. A client that sends its request at once hardly waits and is never among them.
final class WaitingConnections: Sendable {
    private struct Connection {
        let address: String
        let close: @Sendable () -> Void
    }

    private struct State {
        var next = 0
        var waiting: [Int: Connection] = [:]
    }

    private let state = Mutex(State())
    private let most: Int
    private let mostOfOne: Int

    init(most: Int = 256, mostOfOne: Int = 64) {
        self.most = most
        self.mostOfOne = mostOfOne
    }

    /// Counts a new connection, and closes those for which there is no room any more.
    func enter(from address: String, close: @escaping @Sendable () -> Void) -> Int {
        let (number, late) = state.withLock { state in
            state.next += 1
            state.waiting[state.next] = Connection(address: address, close: close)
            return (state.next, WaitingConnections.removeLate(from: &state.waiting, address, most, mostOfOne))
        }
        for connection in late { connection.close() }
        return number
    }

    func leave(_ number: Int) {
        state.withLock { _ = $0.waiting.removeValue(forKey: number) }
    }

    /// Removes, where there are too many, the one that has waited longest: numbers grow with time.
    private static func removeLate(
        from waiting: inout [Int: Connection],
        _ address: String,
        _ most: Int,
        _ mostOfOne: Int
    ) -> [Connection] {
        let own = waiting.filter { $0.value.address == address }
        let late = own.count > mostOfOne ? own.keys.min() : waiting.count > most ? waiting.keys.min() : nil
        return late.flatMap { waiting.removeValue(forKey: $0) }.map { [$0] } ?? []
    }
}

/// The handler that counts one connection while it waits, and closes it where its request takes too long.
final class WaitingHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The time in which a first request, or the rest of one that has begun, must come.
    private static let timeout = TimeAmount.seconds(15)

    private let connections: WaitingConnections
    private var number: Int?
    private var deadline: Scheduled<Void>?
    private var unanswered = 0

    init(_ connections: WaitingConnections) {
        self.connections = connections
    }

    func channelActive(context: ChannelHandlerContext) {
        wait(context)
        limit(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopWaiting()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopWaiting() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: limit(context)
        case .body: break
        case .end:
            unanswered += 1
            stopWaiting()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            unanswered = max(0, unanswered - 1)
            if unanswered == 0 { wait(context) }
        }
        context.write(data, promise: promise)
    }

    private func wait(_ context: ChannelHandlerContext) {
        guard number == nil, context.channel.isActive else { return }
        let channel = context.channel
        number = connections.enter(from: channel.remoteAddress?.ipAddress ?? "") { channel.close(promise: nil) }
    }

    private func limit(_ context: ChannelHandlerContext) {
        guard deadline == nil else { return }
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: WaitingHandler.timeout) { channel.close(promise: nil) }
    }

    private func stopWaiting() {
        deadline?.cancel()
        deadline = nil
        if let number { connections.leave(number) }
        number = nil
    }
}
