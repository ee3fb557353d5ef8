import Testing

@testable import ZeroMQ

@Suite("Options")
struct OptionTests {
    @Test("values come back as they were set")
    func readBack() throws {
        let socket = try Socket(.dealer, context: try Context())
        try expect(socket, .linger, .milliseconds(250))
        try expect(socket, .sendHighWater, 17)
        try expect(socket, .receiveHighWater, 18)
        try expect(socket, .maxMessageSize, 3 << 32)
        try expect(socket, .backlog, 9)
        try expect(socket, .immediate, true)
        try expect(socket, .ipv6, true)
        try expect(socket, .heartbeatInterval, .seconds(3))
        try expect(socket, .heartbeatTimeout, .seconds(4))
        try expect(socket, .heartbeatLifetime, .seconds(5))
        try expect(socket, .handshakeInterval, .seconds(6))
        try expect(socket, .connectTimeout, .seconds(2))
        try expect(socket, .reconnectInterval, .milliseconds(70))
        try expect(socket, .reconnectIntervalMaximum, .seconds(80))
        try expect(socket, .receiveTimeout, .milliseconds(5))
        try expect(socket, .receiveTimeout, nil)
        try expect(socket, .sendTimeout, .zero)
        try expect(socket, .zapDomain, "gateway")
        try expect(socket, .zapEnforceDomain, true)
        try expect(socket, .curveServer, true)
        try expect(socket, .curveServer, false)
        let key = CurveKeyPair.generate().publicKey
        try expect(socket, .curvePublicKey, key)
        try expect(socket, .curveServerKey, key)
    }

    private func expect<Value: Equatable>(
        _ socket: borrowing Socket,
        _ option: SocketOption<Value>,
        _ value: Value,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try socket.set(option, value)
        let found = try socket.get(option)
        #expect(found == value, "\(option.name)", sourceLocation: sourceLocation)
    }

    @Test("an option that does not fit the socket is refused under its name")
    func misfit() throws {
        let socket = try Socket(.dealer, context: try Context())
        do {
            try socket.set(.subscribe, [])
            Issue.record("a dealer took a subscription")
        } catch {
            #expect(error == ZeroMQError(.invalid, operation: "set subscribe"))
        }
    }

    @Test("a message that nobody takes does not keep a closed socket or its context alive")
    func nothingLingers() throws {
        let world = try World()
        let socket = try world.freshClient()
        #expect(try socket.get(.linger) == .zero)
        let plain = try Socket(.push, context: world.context)
        #expect(try plain.get(.linger) == .zero)
    }

    @Test(
        "milliseconds are rounded up and bounded",
        arguments: [
            (Duration.zero, Int32(0)), (.nanoseconds(1), 1), (.milliseconds(1), 1), (.microseconds(1001), 2),
            (.seconds(3), 3000),
            (.seconds(-3), 0), (.milliseconds(-1), 0), (.seconds(10_000_000_000), 1_000_000_000),
        ] as [(Duration, Int32)]
    )
    func milliseconds(duration: Duration, expected: Int32) {
        #expect(duration.wholeMilliseconds == expected)
    }
}
