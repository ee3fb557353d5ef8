import Accounts
import DaemonKit
import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Synchronization
import Testing

@Suite("Signing in by a provider", .serialized)
struct ProviderTests {
    /// A desk and a provider that know each other, on this machine.
    private func meeting(
        _ behave: (inout LocalProvider.Behaviour) -> Void = { _ in },
        _ body: (World, LocalProvider) async throws -> Void
    ) async throws {
        let provider = try LocalProvider { World.start }
        provider.behaviour.withLock { behave(&$0) }
        let secret = FileManager.default.temporaryDirectory.appendingPathComponent("secret-\(UUID().uuidString)").path
        try Files.write(Array("sample secret\n".utf8), to: secret, mode: 0o600)
        defer { try? FileManager.default.removeItem(atPath: secret) }
        try await provider.serving {
            let settings = ProviderSettings(
                issuer: provider.issuer,
                client: "cse-desk",
                secret: secret,
                desk: "http://127.0.0.1:7480",
                title: "Council account"
            )
            let world = try World(provider: settings)
            try DeskAccounts.add("sample.worker", subject: "sub-0001", role: .practitioner, to: world.accountFiles)
            try await body(world, provider)
        }
    }

    /// Begins at the desk; gives where the browser is sent, and the cookie that it has.
    private func begin(_ world: World, _ path: String = "/login/provider") async throws -> (String, Visitor) {
        let response = try await world.open(path)
        let cookie = response.headers[.setCookie]?.prefix { $0 != ";" } ?? ""
        return (response.headers[.location] ?? "", Visitor(cookie: String(cookie), token: ""))
    }

    private func back(_ world: World, _ fields: [String: String], as visitor: Visitor?) async throws -> TestResponse {
        let names = ["code", "state", "iss", "error"]
        let question = names.compactMap { name in fields[name].map { "\(name)=\(Paths.encoded($0))" } }
        return try await world.open("/login/provider/return?\(question.joined(separator: "&"))", as: visitor)
    }

    /// There and back again.
    private func signIn(_ world: World, _ provider: LocalProvider) async throws -> TestResponse {
        let (address, visitor) = try await begin(world)
        return try await back(world, provider.signIn(at: address), as: visitor)
    }

    @Test(
        "Whom the provider vouches for is in, under the role that the desk's own accounts give",
        arguments: ["ES256", "RS256"]
    )
    func whole(algorithm: String) async throws {
        try await meeting({ $0.algorithm = algorithm }) { world, provider in
            #expect(try await world.open("/login").text.contains("Sign in with Council account"))
            let (address, visitor) = try await begin(world, "/login/provider?then=/answers")
            for part in ["response_type=code", "code_challenge_method=S256", "prompt=login", "scope=openid"] {
                #expect(address.contains(part), "\(part)")
            }
            #expect(address.hasPrefix("\(provider.issuer)/authorize?") && !address.contains("secret"))
            let response = try await back(world, provider.signIn(at: address), as: visitor)
            #expect(response.status == .ok && response.headers[.init("Refresh") ?? .date] == "0; url=/answers")
            let cookie = try #require(response.headers[values: .setCookie].first { $0.hasPrefix("desk=") })
            #expect(cookie.contains("SameSite=Strict") && cookie.contains("HttpOnly"))
            let reader = Visitor(cookie: String(cookie.prefix { $0 != ";" }), token: "")
            let page = try await world.open("/", as: reader)
            #expect(page.status == .ok && page.text.contains("sample.worker") && page.text.contains("Practitioner"))
            #expect(provider.asked.withLock { $0.paths } == ["document", "token", "keys"])
            let log = try String(contentsOfFile: "\(world.auditFolder)/2016-01-04.jsonl", encoding: .utf8)
            #expect(log.contains("signed-in") && log.contains("provider") && !log.contains("sub-0001"))
        }
    }

    @Test("Somebody without an account is not in, and learns what to hand on")
    func stranger() async throws {
        try await meeting({ $0.subject = "sub-0002" }) { world, provider in
            let response = try await signIn(world, provider)
            #expect(response.status == .forbidden && response.text.contains("sub-0002"))
            #expect(response.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("desk=") })
        }
    }

    @Test("A return counts once, for the browser that began it, within ten minutes")
    func once() async throws {
        try await meeting { world, provider in
            let (address, visitor) = try await begin(world)
            let fields = try provider.signIn(at: address)
            let (_, other) = try await begin(world)
            #expect(try await back(world, fields, as: nil).status == .forbidden)
            #expect(try await back(world, fields, as: other).status == .forbidden)
            #expect(try await back(world, fields.merging(["state": "x"]) { $1 }, as: visitor).status == .forbidden)
            #expect(try await back(world, fields, as: visitor).status == .ok)
            #expect(try await back(world, fields, as: visitor).status == .forbidden)
            let (late, again) = try await begin(world)
            world.clock.advance(by: .minutes(10) + .seconds(1))
            #expect(try await back(world, provider.signIn(at: late), as: again).status == .forbidden)
        }
    }

    @Test("A code that somebody else's browser was given is worth nothing: it has another proof")
    func injected() async throws {
        try await meeting { world, provider in
            let (stolen, _) = try await begin(world)
            let theirs = try provider.signIn(at: stolen)
            let (address, visitor) = try await begin(world)
            var fields = try provider.signIn(at: address)
            fields["code"] = theirs["code"]
            #expect(try await back(world, fields, as: visitor).status == .badGateway)
            #expect(provider.asked.withLock { $0.refusals }.count == 1)
        }
    }

    @Test("What the provider refuses, and another provider's answer, let nobody in")
    func refused() async throws {
        try await meeting { world, provider in
            for (more, status) in [
                (["error": "access_denied"], HTTPResponse.Status.forbidden),
                (["error": "<script>"], .forbidden), (["iss": "https://other.example"], .badGateway),
            ] {
                let (address, visitor) = try await begin(world)
                let fields = try provider.signIn(at: address).merging(more) { $1 }
                let response = try await back(world, fields, as: visitor)
                #expect(response.status == status && !response.text.contains("<script>"))
            }
            #expect(provider.asked.withLock { !$0.paths.contains("token") })
        }
    }

    /// The claims of a token that must not be believed.
    static let lies: [(String, @Sendable (inout LocalProvider.Behaviour) -> Void)] = [
        ("another issuer", { $0.claims["iss"] = "https://other.example" }),
        ("another client", { $0.claims["aud"] = "other" }),
        ("several clients, for another", { $0.claims["aud"] = ["cse-desk", "other"] }),
        ("another party", { $0.claims["azp"] = "other" }), ("another sign-in", { $0.claims["nonce"] = "other" }),
        ("no nonce", { $0.claims["nonce"] = .null }), ("no subject", { $0.claims["sub"] = .null }),
        ("over", { $0.claims["exp"] = .integer(World.start.seconds - 61) }),
        ("no end", { $0.claims["exp"] = .null }),
        ("made long ago", { $0.claims["iat"] = .integer(World.start.seconds - 601) }),
        ("from the future", { $0.claims["iat"] = .integer(World.start.seconds + 61) }),
        ("not yet", { $0.claims["nbf"] = .integer(World.start.seconds + 61) }),
        ("no second factor", { $0.claims["amr"] = ["pwd"] }), ("forged", { $0.isForged = true }),
        ("no algorithm", { $0.header["alg"] = "none" }), ("a secret's algorithm", { $0.header["alg"] = "HS256" }),
        ("the other key's name", { $0.header["kid"] = "rsa-1" }), ("an unknown key", { $0.header["kid"] = "x" }),
        ("a key of its own", { $0.header["jwk"] = ["kty": "EC"] }),
        ("a key elsewhere", { $0.header["jku"] = "https://other.example/keys" }),
        ("something critical", { $0.header["crit"] = ["exp"] }),
    ]

    @Test("A token that is not right in everything lets nobody in", arguments: lies.indices)
    func lie(index: Int) async throws {
        try await meeting({ Self.lies[index].1(&$0) }) { world, provider in
            let response = try await signIn(world, provider)
            #expect(response.status == .badGateway, "\(Self.lies[index].0)")
            #expect(response.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("desk=") })
        }
    }

    @Test(
        "A provider whose description is not its own is not called further",
        arguments: [
            ("issuer", "https://other.example"), ("token_endpoint", "https://other.example/token"),
            ("jwks_uri", "https://other.example/keys"), ("authorization_endpoint", "http://other.example/a"),
        ]
    )
    func description(name: String, value: String) async throws {
        try await meeting({ $0.document[name] = .string(value) }) { world, provider in
            let response = try await world.open("/login/provider")
            #expect(response.status == .badGateway)
            let paths = provider.asked.withLock { $0.paths }
            #expect(paths == ["document"])
        }
    }

    @Test("Where a provider sends the desk elsewhere, it does not go")
    func redirected() async throws {
        try await meeting({ $0.redirectsToken = true }) { world, provider in
            let response = try await signIn(world, provider)
            #expect(response.status == .badGateway)
            #expect(provider.asked.withLock { $0.paths } == ["document", "token"])
        }
    }

    @Test("Another subject, or none any more, ends the sessions")
    func unbound() async throws {
        try await meeting { world, provider in
            let response = try await signIn(world, provider)
            let cookie = try #require(response.headers[values: .setCookie].first { $0.hasPrefix("desk=") })
            let reader = Visitor(cookie: String(cookie.prefix { $0 != ";" }), token: "")
            #expect(try await world.open("/", as: reader).status == .ok)
            try DeskAccounts.setSubject("sub-0009", of: "sample.worker", in: world.accountFiles)
            #expect(try await world.open("/", as: reader).status == .seeOther)
        }
    }

    @Test("An account of the provider has no password to change here")
    func noPassword() async throws {
        try await meeting { world, provider in
            let visitor = try await world.visitor(after: try await signIn(world, provider))
            #expect(try await world.open("/password", as: visitor).text.contains("has no password here"))
            let new = "seven loud example words"
            let form = ["current": "anything at all", "new": new, "again": new]
            #expect(try await world.send("/password", as: visitor, form).status == .forbidden)
            #expect(try DeskAccounts.reading(world.accounts)["sample.worker"]?.password == nil)
        }
    }

    @Test("An account without a password opens to no password, and one subject is one account's")
    func accounts() async throws {
        try await meeting { world, _ in
            let page = try await world.open("/login")
            let cookie = String(page.headers[.setCookie]?.prefix { $0 != ";" } ?? "")
            let token = page.text.firstMatch(of: /name="token" value="([^"]+)"/)?.output.1 ?? ""
            let fields = ["account": "sample.worker", "password": "sub-0001"]
            let visitor = Visitor(cookie: cookie, token: String(token))
            #expect(try await world.send("/login", as: visitor, fields).status == .forbidden)
            #expect(throws: AccountError.subjectTaken(by: "sample.worker")) {
                try DeskAccounts.add("sample.other", subject: "sub-0001", role: .manager, to: world.accountFiles)
            }
            #expect(throws: AccountError.noSignInMethod(name: "sample.worker")) {
                try DeskAccounts.setSubject(nil, of: "sample.worker", in: world.accountFiles)
            }
            #expect(try DeskAccounts.reading(world.accounts)["sample.worker"]?.subject == "sub-0001")
        }
    }

    @Test(
        "A client's secret that others can read ends the start, with the command that mends it",
        arguments: [0o644, 0o640]
    )
    func exposedSecret(mode: UInt32) throws {
        let secret = FileManager.default.temporaryDirectory.appendingPathComponent("secret-\(UUID().uuidString)").path
        try Files.write(Array("sample secret\n".utf8), to: secret, mode: mode)
        defer { try? FileManager.default.removeItem(atPath: secret) }
        let settings = ProviderSettings(
            issuer: "http://127.0.0.1:9",
            client: "cse-desk",
            secret: secret,
            desk: "http://127.0.0.1:7480"
        )
        let fault = #expect(throws: FileError.self) { try World(provider: settings) }
        let words = fault.map { "\($0)" } ?? ""
        #expect(words.contains("chmod 600") && !words.contains("sample secret"))
    }

    @Test("A provider that is not there is told in words, and the accounts of the desk still open it")
    func silent() async throws {
        let settings = ProviderSettings(issuer: "http://127.0.0.1:9", client: "cse-desk", desk: "http://127.0.0.1:7480")
        let world = try World(provider: settings)
        let response = try await world.open("/login/provider")
        #expect(response.status == .badGateway && response.text.contains("The sign-in did not succeed"))
        #expect(try await world.open("/login").status == .ok)
    }
}
