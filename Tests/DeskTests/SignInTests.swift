import DaemonKit
import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("Signing in")
struct SignInTests {
    static let password = "four quiet sample words"

    @Test("The right password opens a session that only this site's pages carry")
    func right() async throws {
        let world = try World()
        try DeskAccounts.add("sample.worker", password: Self.password, role: .practitioner, to: world.accounts)
        let form = try await world.signInForm("/login?then=/alerts/A-7-0")
        let response = try await world.send(
            "/login",
            as: form,
            ["account": "sample.worker", "password": Self.password, "then": "/alerts/A-7-0"]
        )
        #expect(response.status == .seeOther)
        #expect(response.headers[.location] == "/alerts/A-7-0")
        let cookie = try #require(response.headers[values: .setCookie].first { $0.hasPrefix("desk=") })
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"))
        // 256 bits in base 64.
        #expect(cookie.prefix { $0 != ";" }.utf8.count == "desk=".utf8.count + 43)
        let visitor = Visitor(cookie: String(cookie.prefix { $0 != ";" }), token: "")
        let page = try await world.open("/", as: visitor)
        #expect(page.status == .ok)
        #expect(page.text.contains("sample.worker"))
    }

    @Test("Behind a proxy the cookies are for TLS and this host alone")
    func proxied() async throws {
        let world = try World(isBehindProxy: true)
        let page = try await world.open("/login")
        let cookie = try #require(page.headers[.setCookie])
        #expect(cookie.hasPrefix("__Host-") && cookie.contains("; Secure"))
        #expect(page.headers[.strictTransportSecurity] != nil)
    }

    @Test("A wrong password and an unknown account get the same answer")
    func wrong() async throws {
        let world = try World()
        try DeskAccounts.add("sample.worker", password: Self.password, role: .practitioner, to: world.accounts)
        let form = try await world.signInForm()
        var answers: [String] = []
        for account in ["sample.worker", "sample.nobody"] {
            let response = try await world.send(
                "/login",
                as: form,
                ["account": account, "password": "not the password"]
            )
            #expect(response.status == .forbidden)
            answers.append(response.text.replacing(account, with: "NAME"))
        }
        #expect(answers[0] == answers[1])
    }

    @Test("Guessing is slowed for the pair of account and address, and for nobody else")
    func throttle() async throws {
        let world = try World(isBehindProxy: true)
        try DeskAccounts.add("sample.worker", password: Self.password, role: .practitioner, to: world.accounts)
        let from = { (address: String) -> HTTPFields in [.init("X-Forwarded-For") ?? .date: "203.0.113.9, \(address)"] }
        let form = try await world.signInForm()
        let guess = { (password: String, address: String) in
            try await world.send(
                "/login",
                as: form,
                ["account": "sample.worker", "password": password],
                headers: from(address)
            )
        }
        for _ in 0..<5 { #expect(try await guess("not the password", "192.0.2.1").status == .forbidden) }
        let refused = try await guess(Self.password, "192.0.2.1")
        #expect(refused.status == .tooManyRequests)
        #expect(refused.headers[.retryAfter] == "2")
        // The owner of the account, at another address, notices nothing of it.
        #expect(try await guess(Self.password, "192.0.2.2").status == .seeOther)
        world.clock.advance(by: .seconds(2))
        #expect(try await guess(Self.password, "192.0.2.1").status == .seeOther)
    }

    @Test(
        "The delay grows, and never beyond a minute",
        arguments: zip([4, 5, 6, 9, 11, 1_000], [0, 2, 4, 32, 60, 60])
    )
    func delays(failures: Int, seconds: Int64) {
        #expect(LoginThrottle.delay(after: failures) == .seconds(seconds))
    }

    @Test("Remembering who failed takes bounded room, and forgets the oldest first")
    func throttleRoom() {
        var throttle = LoginThrottle(capacity: 10)
        let key = { (number: Int) in LoginThrottle.Key(account: "sample.\(number)", address: "192.0.2.1") }
        for number in 0..<40 {
            for _ in 0..<6 { throttle.failed(key(number), at: World.start + .seconds(Int64(number))) }
        }
        #expect(throttle.count <= 10)
        #expect(throttle.wait(key(39), at: World.start + .seconds(39)) != nil)
        #expect(throttle.wait(key(0), at: World.start) == nil)
    }

    @Test("A form of another browser, or of none, signs nobody in")
    func foreignForm() async throws {
        let world = try World()
        let (own, other) = (try await world.signInForm(), try await world.signInForm())
        let fields = ["account": "sample.worker", "password": Self.password]
        let mixed = Visitor(cookie: own.cookie, token: other.token)
        #expect(try await world.send("/login", as: mixed, fields).status == .forbidden)
        #expect(try await world.send("/login", fields).status == .forbidden)
    }

    @Test("Missing fields are the sender's slip", arguments: [["account": "sample.worker"], ["password": "x"], [:]])
    func missingFields(fields: [String: String]) async throws {
        let world = try World()
        let form = try await world.signInForm()
        let pairs = fields.map { "\($0.key)=\($0.value)" } + ["token=\(form.token)"]
        let response = try await world.request(
            .post,
            "/login",
            as: form,
            headers: [.contentType: "application/x-www-form-urlencoded"],
            body: ByteBuffer(string: pairs.joined(separator: "&"))
        )
        #expect(response.status == .badRequest)
    }

    @Test(
        "Signing in leads to a page of the desk and nowhere else",
        arguments: [
            "https://example.org/", "//example.org", "/\\example.org", "/login", "javascript:alert(1)", "/alerts/\u{7}",
        ]
    )
    func elsewhere(then: String) async throws {
        let world = try World()
        try DeskAccounts.add("sample.worker", password: Self.password, role: .practitioner, to: world.accounts)
        let form = try await world.signInForm()
        let response = try await world.send(
            "/login",
            as: form,
            ["account": "sample.worker", "password": Self.password, "then": then]
        )
        #expect(response.headers[.location] == "/")
    }

    @Test("A desk without accounts says how to make one")
    func noAccounts() async throws {
        let world = try World()
        #expect(try await world.open("/login").text.contains("refbus desk account add"))
    }
}

@Suite("The file of accounts")
struct AccountFileTests {
    private func file() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent(
            "desk-accounts-\(UUID().uuidString)/accounts.yaml"
        ).path
    }

    @Test("An account is written for its owner alone, without its password, and reads back the same")
    func add() throws {
        let file = file()
        defer { try? FileManager.default.removeItem(atPath: file) }
        try DeskAccounts.add(
            "sample.worker",
            password: SignInTests.password,
            role: .manager,
            teams: ["cse-team"],
            to: file
        )
        try DeskAccounts.add("sample.auditor", password: SignInTests.password, role: .auditor, to: file)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(!text.contains("quiet"))
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        let accounts = try DeskAccounts.reading(file)
        #expect(accounts.accounts.map(\.name) == ["sample.auditor", "sample.worker"])
        #expect(accounts.text == text)
        let worker = try #require(accounts["sample.worker"])
        #expect(worker.teams == ["cse-team"] && worker.role == .manager)
        #expect(worker.password?.matches(SignInTests.password) == true)
        #expect(worker.password?.matches(SignInTests.password + " ") == false)
        // The same password twice is not the same hash.
        #expect(worker.password != accounts["sample.auditor"]?.password)
    }

    @Test(
        "What cannot be an account is refused with the reason",
        arguments: [
            ("Sample", SignInTests.password, AccountFault.badName), ("", SignInTests.password, .badName),
            ("sample worker", SignInTests.password, .badName), ("../x", SignInTests.password, .badName),
            ("sample.worker", "short", .passwordTooShort(atLeast: 15)),
            ("sample.worker", String(repeating: "x", count: 257), .passwordTooLong(atMost: 256)),
            ("sample.worker", "I am Sample.Worker and that is all", .passwordSaysTheName),
        ]
    )
    func refused(name: String, password: String, fault: AccountFault) {
        let file = file()
        #expect(throws: fault) { try DeskAccounts.add(name, password: password, role: .practitioner, to: file) }
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("A password is the same however a keyboard composes its accents, and is never cut")
    func composed() throws {
        let hash = try PasswordHash(of: "caf\u{E9} au lait chaud", cost: 1 << 14)
        #expect(hash.matches("cafe\u{301} au lait chaud"))
        #expect(!hash.matches("cafe au lait chaud") && !hash.matches("caf\u{E9} au lait chaud "))
        let long = String(repeating: "x", count: 255)
        #expect(!(try PasswordHash(of: long + "y", cost: 1 << 14).matches(long + "z")))
    }

    @Test("The same name twice is refused")
    func twice() throws {
        let file = file()
        defer { try? FileManager.default.removeItem(atPath: file) }
        try DeskAccounts.add("sample.worker", password: SignInTests.password, role: .manager, to: file)
        #expect(throws: AccountFault.alreadyThere(name: "sample.worker")) {
            try DeskAccounts.add("sample.worker", password: SignInTests.password, role: .manager, to: file)
        }
    }

    @Test(
        "A typing error names its line",
        arguments: [
            ("accounts:\n  sample: { rôle: manager }\n", 2),
            ("accounts:\n  sample:\n    role: boss\n    cost: 32768\n    salt: \"\"\n    hash: \"\"\n", 5),
            ("acounts: {}\n", 1),
        ]
    )
    func typo(text: String, line: Int) {
        let fault = #expect(throws: (any Error).self) { try DeskAccounts(parsing: text, file: "accounts.yaml") }
        #expect("\(fault.map { "\($0)" } ?? "")".hasPrefix("accounts.yaml:\(line):"))
    }
}
