import Accounts
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
        try world.addAccount()
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

    @Test(
        "A password with a NUL is refused in a sentence, and no hash takes it",
        arguments: ["\u{0}", "\u{0}\u{0}", "\u{0}x"]
    )
    func controls(more: String) async throws {
        let world = try World()
        try world.addAccount()
        let fields = ["account": "sample.worker", "password": Self.password + more]
        let response = try await world.send("/login", as: try await world.signInForm(), fields)
        #expect(response.status == .forbidden && response.text.contains("No password has a NUL character."))
        #expect(response.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("desk=") })
        let hash = try PasswordHash(of: Self.password, cost: World.cost)
        #expect(hash.matches(Self.password) && !hash.matches(Self.password + more))
    }

    @Test("Behind a proxy the cookies are for TLS and this host alone")
    func proxied() async throws {
        let world = try World(isBehindProxy: true)
        try world.addAccount()
        let page = try await world.open("/login")
        let cookie = try #require(page.headers[.setCookie])
        #expect(cookie.hasPrefix("__Host-") && cookie.contains("; Secure"))
        #expect(page.headers[.strictTransportSecurity] != nil)
        let fields = ["account": "sample.worker", "password": Self.password]
        let response = try await world.send("/login", as: try await world.signInForm(), fields)
        let session = try #require(response.headers[values: .setCookie].first { $0.hasPrefix("__Host-desk=") })
        let parts = session.split(separator: "; ").dropFirst().map(String.init)
        #expect(Set(parts) == ["Path=/", "HttpOnly", "SameSite=Strict", "Secure"])
    }

    @Test("A browser that brings a session gets another, and the one that it brought is over")
    func anew() async throws {
        let world = try World()
        try world.addAccount()
        let form = try await world.signInForm()
        let own = try await world.signIn().cookie
        for brought in [own, "desk=\(String(repeating: "A", count: 43))"] {
            let visitor = Visitor(cookie: "\(form.cookie); \(brought)", token: form.token)
            let fields = ["account": "sample.worker", "password": Self.password]
            let response = try await world.send("/login", as: visitor, fields)
            let cookie = try #require(response.headers[values: .setCookie].first { $0.hasPrefix("desk=") })
            let new = Visitor(cookie: String(cookie.prefix { $0 != ";" }), token: "")
            #expect(new.cookie != brought)
            #expect(try await world.open("/", as: new).status == .ok)
            #expect(try await world.open("/", as: Visitor(cookie: brought, token: "")).status == .seeOther)
        }
    }

    @Test("No address carries the session's cookie or a form's token")
    func noTokenInAddresses() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let visitor = try await world.signedIn(role: .manager)
        let secrets = [visitor.token, String(visitor.cookie.dropFirst("desk=".count))]
        let paths = [
            "/", "/alerts/A-9-0", Paths.child(child), "/handover", "/search", "/answers", "/numbers", "/oversight",
        ]
        for path in paths {
            let page =
                try await world.openFile(of: child, as: visitor).text + (try await world.open(path, as: visitor).text)
            let addresses = page.matches(of: /(?:href|action|formaction|src)="([^"]*)"/).map { String($0.output.1) }
            #expect(addresses.count > 5)
            for secret in secrets { #expect(addresses.allSatisfy { !$0.contains(secret) }, "\(path)") }
            #expect(!page.contains(secrets[1]), "the cookie stands in no page")
        }
        let response = try await world.send("/alerts/A-9-0/note", as: visitor, ["note": "Seen."])
        for secret in secrets { #expect(response.headers[.location]?.contains(secret) == false) }
    }

    @Test("A wrong password and an unknown account get the same answer")
    func wrong() async throws {
        let world = try World()
        try world.addAccount()
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

    @Test(
        "A name with anything in it that no name has signs nobody in",
        arguments: [
            "sample.worker\0", "sample.worker\u{1B}", "\u{7}sample.worker", "sample.worker\u{85}", "sample.worker\n",
            "sample\u{0}.worker", "sample.worker\u{200B}", "sample.worker\u{A0}", "SAMPLE.WORKER",
            "sample.worker\u{301}",
        ]
    )
    func oddNames(name: String) async throws {
        let world = try World()
        try world.addAccount()
        let form = try await world.signInForm()
        let response = try await world.send("/login", as: form, ["account": name, "password": Self.password])
        #expect(response.status == .forbidden)
        #expect(response.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("desk=") })
        #expect(throws: AccountError.badName) {
            try DeskAccounts.add(
                name,
                password: Self.password,
                role: .manager,
                to: world.accountFiles,
                cost: World.cost
            )
        }
        // The blanks that a telephone adds are no part of a name.
        let blank = try await world.send("/login", as: form, ["account": " sample.worker ", "password": Self.password])
        #expect(blank.status == .seeOther)
    }

    @Test("Guessing is slowed for the pair of account and address, and for nobody else")
    func throttle() async throws {
        let world = try World(isBehindProxy: true)
        try world.addAccount()
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
        try world.addAccount()
        let form = try await world.signInForm()
        let response = try await world.send(
            "/login",
            as: form,
            ["account": "sample.worker", "password": Self.password, "then": then]
        )
        #expect(response.headers[.location] == "/")
    }

    /// 128 letters, kana with spaces, emoji that browsers count as several, other scripts and signs.
    private static let passphrases = [
        String(repeating: "sample word ", count: 10) + "and more", "ひらがな の ことば を いくつか ならべた ぶん", "🐟🐠🐡🦈🐬🐳🐋🦭🐊🐢🦎🐍🐸🦕🦖🐲",
        "👩‍👩‍👧‍👦 and 👨‍👩‍👧 and 👩‍👦 and 👨‍👦", "čtyři tichá slova vzorku", "<>&\"' %00 \\ ; -- $(x)",
    ]

    @Test("Any characters come through the form as they were typed", arguments: passphrases)
    func anyCharacters(password: String) async throws {
        let world = try World()
        try DeskAccounts.add(
            "sample.worker",
            password: password,
            role: .practitioner,
            to: world.accountFiles,
            cost: World.cost
        )
        let form = try await world.signInForm()
        let fields = ["account": "sample.worker", "password": password]
        #expect(try await world.send("/login", as: form, fields).status == .seeOther)
    }

    @Test("The form says to password managers what its fields are, cuts nothing, and has no script of the page's own")
    func formForManagers() async throws {
        let page = try await World().open("/login").text
        for word in ["current-password", "username", "one-time-code"] {
            #expect(page.contains("autocomplete=\"\(word)\""))
        }
        let field = try #require(page.firstMatch(of: /<input[^>]*name="password"[^>]*>/)?.output)
        #expect(!field.contains("maxlength") && !field.contains("onpaste"))
        #expect(page.matches(of: /<script/).count == 1 && page.contains("<script src=\"/assets/account.js\" defer>"))
    }

    @Test(
        "A password that was hashed at a lower cost is hashed anew at the next sign-in, and is no change of the account"
    )
    func hashedAnew() async throws {
        let world = try World(passwordCost: World.cost * 2)
        try world.addAccount()
        let before = try #require(try DeskAccounts.reading(world.accounts)["sample.worker"])
        let form = try await world.signInForm()
        func enter(_ password: String) async throws -> Visitor? {
            let response = try await world.send("/login", as: form, ["account": before.name, "password": password])
            let cookie = response.headers[values: .setCookie].first { $0.hasPrefix("desk=") }
            return cookie.map { Visitor(cookie: String($0.prefix { $0 != ";" }), token: "") }
        }
        #expect(try await enter("not the password") == nil)
        #expect(try DeskAccounts.reading(world.accounts)["sample.worker"] == before)
        let visitor = try #require(try await enter(Self.password))
        let after = try #require(try DeskAccounts.reading(world.accounts)["sample.worker"]?.password)
        let key = try world.accountFiles.existingKey()
        #expect(
            after.cost == World.cost * 2 && after.matches(Self.password, with: key)
                && after.salt != before.password?.salt
        )
        #expect(try await world.open("/", as: visitor).status == .ok)
        #expect(try world.audited("account-changed").count == 1)
        _ = try #require(try await enter(Self.password))
        #expect(try DeskAccounts.reading(world.accounts)["sample.worker"]?.password == after)
    }

    @Test("A desk without accounts says how to make one")
    func noAccounts() async throws {
        let world = try World()
        #expect(try await world.open("/login").text.contains("refbus desk account add"))
    }
}
