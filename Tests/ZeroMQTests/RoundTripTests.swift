import Testing

@testable import ZeroMQ

@Suite("Messages arrive whole", .timeLimit(.minutes(2)))
struct RoundTripTests {
    @Test(
        "frames of every number and size, encrypted, there and back",
        arguments: [
            [0], [1], [0, 0, 0], [33, 34], [255, 256], [1, 0, 8191, 8192, 8193], [1 << 20], [3, 5 << 20, 0],
            Array(repeating: 7, count: 1000),
        ]
    )
    func encrypted(sizes: [Int]) throws {
        let world = try World()
        let server = try world.boundServer { $0.maxMessageSize = 8 << 20 }
        let client = try world.freshClient { $0.maxMessageSize = 8 << 20 }
        try client.connect(try server.lastEndpoint)

        let message = Multipart(sizes.map { size in (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) } })
        try client.sendPatiently(message)
        let request = try server.expectMessage()
        #expect(Array(request.frames.dropFirst()) == message.frames)
        #expect(request.userID == "police")
        #expect(request.peerAddress == "127.0.0.1")
        #expect(!request.isTruncated)

        try server.sendPatiently(request.message)
        let answer = try client.expectMessage()
        #expect(answer.message == message)
        #expect(answer.byteCount == message.byteCount)
        #expect(answer.userID == nil, "a server is known by its key, not by a name")
    }

    @Test(
        "within the process every kind of socket talks to its counterpart",
        arguments: [
            (SocketKind.pair, SocketKind.pair), (.push, .pull), (.dealer, .dealer), (.dealer, .rep), (.req, .rep),
        ]
    )
    func inProcess(from: SocketKind, to: SocketKind) throws {
        let context = try Context()
        let sender = try Socket(from, context: context)
        let receiver = try Socket(to, context: context)
        try receiver.bind("inproc://room")
        try sender.connect("inproc://room")
        let message: Multipart = from == .dealer && to == .rep ? [[], [1, 2]] : [[1, 2]]
        try sender.sendPatiently(message)
        let received = try receiver.expectMessage()
        #expect(received.frames.last == [1, 2])
        #expect(received.userID == nil)
    }

    @Test("a message without frames, or with nothing but a routing id, is refused and not lost in silence")
    func nothingToSend() throws {
        let context = try Context()
        let dealer = try Socket(.dealer, context: context)
        let router = try Socket(.router, context: context)
        expectError(.invalid) { try dealer.send([]) }
        expectError(.invalid) { _ = try dealer.trySend([]) }
        expectError(.invalid) { try router.send([[1]]) }
    }

    @Test("a message of too many frames is cut, marked, and followed by the next one as usual")
    func tooManyFrames() throws {
        let world = try World()
        let server = try world.boundServer()
        let client = try world.client(to: try server.lastEndpoint)
        try client.sendPatiently(Multipart(Array(repeating: [9], count: Received.maximumFrames + 500)))
        try client.sendPatiently([[1]])
        let flood = try server.expectMessage()
        #expect(flood.isTruncated)
        #expect(flood.frames.count == Received.maximumFrames)
        #expect(flood.userID == "police")
        #expect(try server.expectMessage().frames.last == [1])
    }

    @Test("without a message there is nothing, at once or after the time given")
    func nothingThere() throws {
        let context = try Context()
        let socket = try Socket(.pull, context: context)
        try socket.bind("inproc://quiet")
        #expect(try socket.tryReceive() == nil)
        let before = ContinuousClock.now
        #expect(try socket.receive(timeout: .milliseconds(30)) == nil)
        #expect(ContinuousClock.now - before >= .milliseconds(30))
    }

    @Test("without room sending says so, and a waiting send gives up after its time")
    func noRoom() throws {
        let context = try Context()
        let socket = try Socket(.push, context: context)
        try socket.bind("inproc://nobody")
        #expect(try socket.trySend([[1]]) == false)
        try socket.set(.sendTimeout, .milliseconds(20))
        expectError(.tryAgain) { try socket.send([[1]]) }
        expectError(.tryAgain) { try socket.send([[1]], flags: .dontWait) }
    }

    @Test("room that was just made is seen at once")
    func freshRoom() throws {
        let context = try Context()
        let sender = try Socket(.push, context: context)
        let receiver = try Socket(.pull, context: context)
        try receiver.bind("inproc://room")
        try sender.connect("inproc://room")
        for _ in 0..<200 {
            for _ in 0..<500 { #expect(try sender.trySend([[1]])) }
            for _ in 0..<500 { #expect(try receiver.tryReceive() != nil) }
        }
    }

    @Test("draining stops at its bound and leaves the rest for later")
    func draining() throws {
        let context = try Context()
        let sender = try Socket(.push, context: context)
        let receiver = try Socket(.pull, context: context)
        try receiver.bind("inproc://drain")
        try sender.connect("inproc://drain")
        for number in 0..<10 { try sender.send([Frame(bigEndian: UInt64(number))]) }
        var seen: [UInt64] = []
        let first = try receiver.drain(upTo: 4) { seen.append($0.message.number(at: 0) ?? .max) }
        let second = try receiver.drain { seen.append($0.message.number(at: 0) ?? .max) }
        #expect([first, second] == [4, 6])
        #expect(seen == Array(0..<10))
    }
}
