import DaemonKit
import Hummingbird
import NIOCore
import NIOHTTPTypes
import Synchronization

/// The connections whose client has to say something: nothing came yet, or no whole request.
///
/// They cost their client nothing, so there are only so many of them, of one address and of all: whichever waits longest
/// is closed for a new one. Whoever asks at once waits for less than a moment and is never among them.
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

    /// Counts a connection in, and closes those for which there is no room any more.
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

    /// Numbers grow with time: the least has waited longest.
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

/// Counts one connection among those that wait while it does, and closes it where its request takes too long to come.
final class WaitingHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long a first request, or the rest of one that has begun, may take.
    private static let patience = TimeAmount.seconds(15)

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
        deadline = context.eventLoop.scheduleTask(in: WaitingHandler.patience) { channel.close(promise: nil) }
    }

    private func stopWaiting() {
        deadline?.cancel()
        deadline = nil
        if let number { connections.leave(number) }
        number = nil
    }
}
