import CZeroMQ

/// The readiness of a socket that is reported, or watched for.
public struct PollEvents: OptionSet, Hashable, Sendable {
    /// The bits of `zmq_pollitem_t`: `ZMQ_POLLIN` and `ZMQ_POLLOUT`.
    public let rawValue: Int16

    public init(rawValue: Int16) { self.rawValue = rawValue }

    /// A message can be received.
    public static let readable = PollEvents(rawValue: Int16(ZMQ_POLLIN))
    /// A message can be sent.
    public static let writable = PollEvents(rawValue: Int16(ZMQ_POLLOUT))
}

/// A socket that the loop polls, and its handler.
final class WatchedSocket {
    let handle: SocketHandle
    let events: PollEvents
    let handler: (PollEvents) -> Void
    var isActive = true

    init(_ handle: SocketHandle, events: PollEvents, handler: @escaping (PollEvents) -> Void) {
        self.handle = handle
        self.events = events
        self.handler = handler
    }
}

extension PollLoop {
    /// Calls the handler on the loop's thread whenever the socket is ready, until unwatched or closed.
    ///
    /// The handler is called again as long as there is something: it need not take everything at once, and had better
    /// not (see ``Socket/drain(upTo:_:)``). Watching a socket again replaces its events and its handler; watch for
    /// ``PollEvents/writable`` only while something waits to be sent, for most sockets are writable always.
    public func watch(
        _ socket: borrowing Socket,
        for events: PollEvents = .readable,
        handler: @escaping (PollEvents) -> Void
    ) {
        requireCurrent("watch")
        let watched = WatchedSocket(socket.handle, events: events, handler: handler)
        if let index = index(of: socket.handle) {
            self.watched[index].isActive = false
            self.watched[index] = watched
        } else {
            socket.handle.attach(to: self)
            self.watched.append(watched)
        }
        rebuildItems()
    }

    /// Stops polling the socket.
    public func unwatch(_ socket: borrowing Socket) {
        requireCurrent("unwatch")
        forget(socket.handle)
    }

    func forget(_ handle: SocketHandle) {
        guard let index = index(of: handle) else { return }
        let gone = watched.remove(at: index)
        gone.isActive = false
        rebuildItems()
        handle.detach()
    }

    /// Waits until something happens or the time is over, and calls the handlers concerned.
    func poll(atMost limit: Duration?) {
        let timeout = limit.map { Int($0.wholeMilliseconds) } ?? -1
        guard zmq_poll(&items, Int32(items.count), timeout) >= 0 else {
            // Only a broken rule of this library brings another error; going on would lose messages in silence.
            let error = ZeroMQError.last("poll")
            precondition(error.code == .interrupted, error.description)
            return
        }
        if items[0].revents != 0 { clearWakeUp() }
        dispatch()
    }

    /// Calls the handlers; each may watch and unwatch as it likes.
    private func dispatch() {
        let ready = zip(watched, items.dropFirst()).filter { $1.revents != 0 }
        for (watched, item) in ready where watched.isActive {
            watched.handler(PollEvents(rawValue: item.revents))
        }
    }

    func dropSocketsAndTimers() {
        timers.removeAll()
        let all = watched
        watched = []
        rebuildItems()
        for one in all {
            one.isActive = false
            one.handle.detach()
        }
    }

    private func index(of handle: SocketHandle) -> Int? {
        watched.firstIndex { $0.handle === handle }
    }

    private func rebuildItems() {
        items.removeSubrange(1...)
        for one in watched {
            items.append(zmq_pollitem_t(socket: one.handle.pointer, fd: 0, events: one.events.rawValue, revents: 0))
        }
    }
}
