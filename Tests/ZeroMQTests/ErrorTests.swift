import Testing

@testable import ZeroMQ

@Suite("Errors speak to the operator")
struct ErrorTests {
    @Test("a port that is taken is named, with what to look for")
    func portTaken() throws {
        let world = try World()
        let first = try world.boundServer()
        let endpoint = try first.lastEndpoint
        let second = try world.freshServer()
        do {
            try second.bind(endpoint)
            Issue.record("two servers on one port")
        } catch {
            #expect(error.code == .addressInUse)
            #expect(error.isRetriable)
            #expect(error.endpoint == endpoint)
            #expect(error.description == "bind \(endpoint): address already in use (98); another process listens there")
        }
    }

    @Test(
        "each endpoint that cannot work says why",
        arguments: [
            ("tcp://192.0.2.77:7400", ZeroMQError.Code.addressNotAvailable),
            ("carrier-pigeon://loft", .protocolNotSupported),
            ("nonsense", .invalid),
            ("tcp://127.0.0.1:notaport", .invalid),
        ]
    )
    func badEndpoints(endpoint: String, code: ZeroMQError.Code) throws {
        let world = try World()
        let socket = try world.freshServer()
        do {
            try socket.bind(endpoint)
            Issue.record("bound \(endpoint)")
        } catch {
            #expect(error.code == code, "\(error)")
            #expect(error.isRetriable == (code == .addressNotAvailable), "an address may come with the network")
            #expect(error.description.hasPrefix("bind \(endpoint): "))
        }
    }

    @Test(
        "a library that is too old, too new or cannot encrypt is refused",
        arguments: [
            (LibraryVersion(4, 3, 4), true, true),
            (LibraryVersion(4, 3, 5), true, true),
            (LibraryVersion(4, 4, 0), true, true),
            (LibraryVersion(4, 3, 3), true, false),
            (LibraryVersion(5, 0, 0), true, false),
            (LibraryVersion(4, 3, 4), false, false),
        ]
    )
    func capability(version: LibraryVersion, hasCurve: Bool, isGood: Bool) {
        let outcome = Result { () throws(ZeroMQError) in
            try Context.requireCapable(version: version, hasCurve: hasCurve)
        }
        if case .success = outcome { #expect(isGood) } else { #expect(!isGood) }
    }

    @Test("the library of this machine is good enough")
    func thisLibrary() throws {
        try Context.requireCapable()
        #expect(LibraryVersion.supported.contains(.current))
    }

    @Test("a context that cannot be made as asked says so")
    func impossibleContext() {
        #expect(throws: ZeroMQError.self) { _ = try Context(ioThreads: -1) }
    }
}
