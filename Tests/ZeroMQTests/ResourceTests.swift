import Glibc
import Testing

@testable import ZeroMQ

@Suite("Peers cannot wear a server out", .timeLimit(.minutes(3)))
struct ResourceTests {
    @Test("whoever sends too large a frame is cut off, and the others are served on")
    func oversize() throws {
        let world = try World()
        let server = try world.boundServer { $0.maxMessageSize = 64 << 10 }
        let greedy = try world.client(to: try server.lastEndpoint)
        let modest = try world.client(keys: world.health, to: try server.lastEndpoint)
        try greedy.sendPatiently([Frame(repeating: 1, count: 32 << 10)])
        #expect(try server.expectMessage().userID == "police")
        try greedy.sendPatiently([Frame(repeating: 2, count: 128 << 10)])
        try server.expectSilence()
        try modest.sendPatiently([[3]])
        let received = try server.expectMessage()
        #expect(received.userID == "health")
        #expect(received.frames.last == [3])
        // Cut off, it connects again, and the large frame is lost without a word: the sender must know the limit.
        try greedy.sendPatiently([[4]])
        #expect(try server.expectMessage().frames.last == [4])
    }

    @Test("a stranger that pushes data before the greeting fills no memory")
    func flood() throws {
        let world = try World()
        let server = try world.boundServer()
        let before = residentBytes()
        let peer = try RawPeer(port: try server.port)
        peer.write(RawPeer.greeting("CURVE"))
        // A command said to be 400 MiB long, and then its bytes.
        peer.write([6, 0, 0, 0, 0, 0x19, 0, 0, 0])
        let block = [UInt8](repeating: 0x55, count: 1 << 20)
        var taken = 0
        while taken < 256, peer.write(block) { taken += 1 }
        #expect(taken < 64, "MiB were taken before the peer was cut off")
        #expect(residentBytes() - before < 128 << 20)
        try server.expectSilence()
    }

    @Test("two hundred connections that say nothing do not stop an honest client, and are cut off in time")
    func halfOpen() throws {
        let world = try World()
        let server = try world.boundServer { $0.handshakeInterval = .milliseconds(500) }
        let idle = try (0..<200).map { _ in try RawPeer(port: try server.port) }
        let client = try world.client(to: try server.lastEndpoint)
        let before = ContinuousClock.now
        try client.sendPatiently([[1]])
        #expect(try server.expectMessage().userID == "police")
        #expect(ContinuousClock.now - before < .seconds(5))
        #expect(idle.allSatisfy { $0.isCutOff() })
    }

    @Test("a router reports a peer it does not know instead of dropping the message")
    func unknownPeer() throws {
        let world = try World()
        let server = try world.boundServer()
        let client = try world.client(to: try server.lastEndpoint)
        try client.sendPatiently([[1]])
        let route = try server.expectMessage().frames[0]
        #expect(try server.trySend([route, [2]]))
        expectError(.hostUnreachable) { _ = try server.trySend([Frame(text: "stranger"), [2]]) }
        expectError(.hostUnreachable) { try server.send([[], [2]]) }
        #expect(try client.expectMessage().frames == [[2]])
    }

    @Test("a router reports a peer whose queue is full, and goes on with the others")
    func fullPeer() throws {
        let world = try World()
        let server = try world.boundServer { $0.sendHighWater = 10 }
        let slow = try world.freshClient { $0.receiveHighWater = 10 }
        try slow.connect(try server.lastEndpoint)
        let quick = try world.client(keys: world.health, to: try server.lastEndpoint)
        try slow.sendPatiently([[1]])
        let slowRoute = try server.expectMessage().frames[0]
        try quick.sendPatiently([[1]])
        let quickRoute = try server.expectMessage().frames[0]

        let load = Frame(repeating: 0, count: 256 << 10)
        var accepted = 0
        while accepted < 2000, try server.trySend([slowRoute, load]) { accepted += 1 }
        #expect(accepted < 2000)
        #expect(try server.trySend([quickRoute, [2]]))
        #expect(try quick.expectMessage().frames == [[2]])
    }

    @Test("messages to peers that die in their middle arrive whole or not at all")
    func deathInMidMessage() throws {
        let context = try Context()
        let message = Multipart((0..<300).map { Frame(bigEndian: $0) })
        let finished = Recorder<Bool>()
        let sender = PollLoop(name: "sender")
        sender.perform {
            do {
                let socket = try Socket(.push, context: context)
                try socket.set(.sendHighWater, 2)
                try socket.bind("inproc://dying")
                while finished.all.isEmpty { _ = try socket.trySend(message) }
            } catch {
                Issue.record(error)
            }
        }
        defer {
            finished.add(true)
            sender.stop()
        }
        for _ in 0..<200 {
            let receiver = try Socket(.pull, context: context)
            try receiver.set(.receiveHighWater, 2)
            try receiver.connect("inproc://dying")
            #expect(try receiver.expectMessage().message == message)
        }
    }

    @Test("a process without file descriptors is told so, where libzmq alone would end it")
    func noDescriptors() async {
        await #expect(processExitsWith: .success) {
            let world = try World()
            let server = try world.freshServer()
            let client = try world.freshClient()
            var limit = rlimit(rlim_cur: 64, rlim_max: 64)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            while dup(0) >= 0 {}
            expectError(.tooManyOpenFiles) { try server.bind("tcp://127.0.0.1:*") }
            expectError(.tooManyOpenFiles) { try client.connect("tcp://127.0.0.1:7400") }
        }
    }

    private func residentBytes() -> Int {
        var buffer = [UInt8](repeating: 0, count: 256)
        let descriptor = open("/proc/self/statm", O_RDONLY)
        defer { close(descriptor) }
        let count = read(descriptor, &buffer, buffer.count)
        let fields = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4096
    }
}
