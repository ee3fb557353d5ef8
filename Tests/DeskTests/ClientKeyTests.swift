import Accounts
import DaemonKit
import Desk
import EventFormat
import Foundation
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Synchronization
import Testing

@Suite("The key by which the desk proves itself to a provider", .serialized)
struct ClientKeyTests {
    private func folder() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("client-key-\(UUID().uuidString)").path
    }

    /// A desk that has a key, and a provider that knows some key of it.
    private func meeting(
        knowing other: ClientKey? = nil,
        _ body: (World, LocalProvider, _ key: String) async throws -> Void
    ) async throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let key = try ClientKey.make(at: "\(folder)/provider.key")
        let provider = try LocalProvider { World.start }
        provider.behaviour.withLock { $0.clientKeys = (other ?? key).published }
        try await provider.serving {
            let settings = ProviderSettings(
                issuer: provider.issuer,
                client: "cse-desk",
                clientKey: "\(folder)/provider.key",
                desk: "http://127.0.0.1:7480"
            )
            let world = try World(provider: settings)
            try DeskAccounts.add("sample.worker", subject: "sub-0001", role: .practitioner, to: world.accountFiles)
            try await body(world, provider, "\(folder)/provider.key")
        }
    }

    /// There and back again.
    private func signIn(_ world: World, _ provider: LocalProvider) async throws -> TestResponse {
        let begun = try await world.open("/login/provider")
        let cookie = begun.headers[.setCookie]?.prefix { $0 != ";" } ?? ""
        let fields = try provider.signIn(at: begun.headers[.location] ?? "")
        let question = "code=\(Paths.encoded(fields["code"] ?? ""))&state=\(Paths.encoded(fields["state"] ?? ""))"
        let visitor = Visitor(cookie: String(cookie), token: "")
        return try await world.open("/login/provider/return?\(question)", as: visitor)
    }

    @Test("Each sign-in is proved by another signature, for the provider's own address, and no secret is sent")
    func proves() async throws {
        try await meeting { world, provider, _ in
            for _ in 0..<2 {
                let response = try await signIn(world, provider)
                #expect(response.status == .ok)
            }
            let (assertions, refusals) = provider.asked.withLock { ($0.assertions, $0.refusals) }
            #expect(assertions.count == 2 && Set(assertions).count == 2 && refusals.isEmpty)
            #expect(assertions.allSatisfy { $0.count == 43 })
        }
    }

    @Test("A provider that knows another key lets nobody in")
    func otherKey() async throws {
        let other = try ClientKey.make(at: "\(folder())/provider.key")
        try await meeting(knowing: other) { world, provider, _ in
            let response = try await signIn(world, provider)
            #expect(response.status == .badGateway)
            #expect(response.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("desk=") })
            #expect(provider.asked.withLock { $0.refusals }.count == 1)
        }
    }

    @Test("A desk that has a secret only is not let in where the provider knows a key")
    func secret() async throws {
        try await meeting { _, provider, key in
            let secret = "\(key).secret"
            try Files.write(Array("sample secret\n".utf8), to: secret, mode: 0o600)
            let settings = ProviderSettings(
                issuer: provider.issuer,
                client: "cse-desk",
                secret: secret,
                desk: "http://127.0.0.1:7480"
            )
            let world = try World(provider: settings)
            let response = try await signIn(world, provider)
            #expect(response.status == .badGateway)
        }
    }

    @Test("A key that others can read, that is none, or that is gone ends the start; the words never repeat it")
    func exposed() throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/provider.key"
        let made = try ClientKey.make(at: path)
        let text = try Files.read(path)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        let settings = ProviderSettings(
            issuer: "http://127.0.0.1:9",
            client: "cse-desk",
            clientKey: path,
            desk: "http://127.0.0.1:7480"
        )
        for (bytes, mode, words) in [
            (text, UInt32(0o640), "run: chmod 600 \(path)"), (Array("half a key".utf8), 0o600, "is no private key"),
        ] {
            try Files.write(bytes, to: path, mode: mode)
            let fault = #expect(throws: FileError.self) { try World(provider: settings) }
            let said = fault.map { "\($0)" } ?? ""
            #expect(said.contains(words) && !said.contains("half a key") && !said.contains("PRIVATE"))
        }
        try Files.remove(path)
        #expect(throws: FileError.self) { try World(provider: settings) }
        var shown = ""
        dump(made, to: &shown)
        #expect("\(made)" == "(key \(made.name))" && shown.split(separator: "\n").count == 1)
    }

    @Test("What a provider is given is the public half alone, under a name that any reader computes (RFC 7638)")
    func published() throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let key = try ClientKey.make(at: "\(folder)/provider.key")
        let published = try #require(key.published["keys"]?.array?.first)
        #expect(published.object?.members.map(\.name).sorted() == ["alg", "crv", "kid", "kty", "use", "x", "y"])
        #expect(try SigningKeys(key.published.bytes).contains(key.name) && key.name.count == 43)
        #expect(try ClientKey(reading: "\(folder)/provider.key").name == key.name)
        // Made twice, it would shut the desk out.
        #expect(throws: FileError.self) { try ClientKey.make(at: "\(folder)/provider.key") }
    }

    // MARK: The check's sentences

    private func program(_ provider: String, proof: String, in folder: String) throws -> DeskProgram {
        try Files.makeFolder("\(folder)/Config")
        let text = """
            listen: 127.0.0.1:7480
            aggregator: { follow: tcp://127.0.0.1:7401, key: keys/aggregator.pub }
            key: keys/cse-desk.key
            accounts: Config/access/accounts.yaml
            provider: { issuer: "\(provider)", client: cse-desk, desk: "http://127.0.0.1:7480"\(proof) }

            """
        try Files.write(Array(text.utf8), to: "\(folder)/Config/cse-desk.yaml")
        return try DeskProgram(ConfigurationFile(path: "\(folder)/Config/cse-desk.yaml"))
    }

    @Test("A secret is warned of, a key and a public client are not; both at once are a slip with its line")
    func warned() throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let issuer = "http://127.0.0.1:9"
        let secret = try program(issuer, proof: ", secret: keys/provider.secret", in: folder).warnings
        #expect(secret.count == 1 && secret.first?.contains("refbus desk provider-key") == true)
        #expect(try program(issuer, proof: ", clientKey: keys/provider.key", in: folder).warnings.isEmpty)
        #expect(try program(issuer, proof: "", in: folder).warnings.isEmpty)
        let fault = #expect(throws: (any Error).self) {
            try program(issuer, proof: ", secret: keys/a.secret, clientKey: keys/provider.key", in: folder)
        }
        #expect("\(fault.map { "\($0)" } ?? "")".contains(".yaml:5:"))
    }

    @Test("A provider that says it takes no such client is one sentence of the check", arguments: [true, false])
    func offered(isOffered: Bool) async throws {
        try await meeting { _, provider, key in
            provider.behaviour.withLock { behaviour in
                let methods: JSONValue = isOffered ? ["private_key_jwt", "none"] : ["client_secret_basic"]
                behaviour.document["token_endpoint_auth_methods_supported"] = methods
            }
            let folder = folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let faults = try await program(provider.issuer, proof: ", clientKey: \(key)", in: folder).faults()
            #expect(faults.contains { $0.contains("private_key_jwt") } == !isOffered)
        }
    }
}
