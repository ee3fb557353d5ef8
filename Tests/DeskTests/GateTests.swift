import Accounts
import DaemonKit
import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("The gate")
struct GateTests {
    @Test("Nobody sees a page without signing in", arguments: ["/", "/?show=closed", "/alerts/A-7-0", "/children/C-1"])
    func redirects(path: String) async throws {
        let world = try World()
        let response = try await world.open(path)
        #expect(response.status == .seeOther)
        #expect(response.headers[.location]?.hasPrefix("/login") == true)
        #expect(response.text.isEmpty)
    }

    @Test("Forms and streams without a session lead to the sign-in page and do nothing")
    func formsWithoutSession() async throws {
        let world = try World()
        await world.model.place([.raised(Sample.alert())])
        let form = try await world.send("/alerts/A-7-0/acknowledge", [:])
        #expect(form.status == .seeOther)
        #expect(try await world.open("/live").status == .seeOther)
        #expect(await world.journal.decisions.isEmpty)
    }

    @Test(
        "A made-up cookie, or the same one twice, opens nothing",
        arguments: ["desk=AAAA", "desk=", "other=1", "desk=a; desk=b"]
    )
    func madeUpCookie(cookie: String) async throws {
        let world = try World()
        #expect(try await world.open("/", as: Visitor(cookie: cookie, token: "")).status == .seeOther)
    }

    @Test("The session's own cookie, there twice or beside a made-up one, opens nothing")
    func doubledCookie() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        for cookie in [
            "\(visitor.cookie); \(visitor.cookie)", "\(visitor.cookie); desk=AAAA", "desk=; \(visitor.cookie)",
        ] {
            let doubled = Visitor(cookie: cookie, token: visitor.token)
            #expect(try await world.open("/", as: doubled).status == .seeOther)
        }
        let beside = Visitor(cookie: "other=1; \(visitor.cookie); desk-form=2", token: visitor.token)
        #expect(try await world.open("/", as: beside).status == .ok)
    }

    @Test("A session ends after 15 minutes without use, and not before")
    func idle() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        for _ in 0..<4 {
            world.clock.advance(by: .minutes(14))
            #expect(try await world.open("/", as: visitor).status == .ok)
        }
        world.clock.advance(by: .minutes(15) + .milliseconds(1))
        #expect(try await world.open("/", as: visitor).status == .seeOther)
        world.clock.set(World.start)
        #expect(try await world.open("/", as: visitor).status == .seeOther)
    }

    @Test("A session ends after ten hours of work")
    func absolute() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        for _ in 0..<60 {
            world.clock.advance(by: .minutes(10))
            #expect(try await world.open("/", as: visitor).status == .ok)
        }
        world.clock.advance(by: .milliseconds(1))
        #expect(try await world.open("/", as: visitor).status == .seeOther)
    }

    @Test("A page that looks again by itself does not keep an empty chair signed in")
    func refreshIsNoUse() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        for _ in 0..<3 {
            world.clock.advance(by: .minutes(5))
            let headers: HTTPFields = [.init("X-Desk-Refresh") ?? .date: "1"]
            #expect(try await world.open("/", as: visitor, headers: headers).status == .ok)
        }
        world.clock.advance(by: .minutes(1))
        #expect(try await world.open("/", as: visitor).status == .seeOther)
    }

    @Test("Signing out ends the session for good, and needs the session's own form")
    func signOut() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        #expect(try await world.send("/logout", as: visitor, [:], withToken: false).status == .forbidden)
        #expect(try await world.open("/", as: visitor).status == .ok)
        let response = try await world.send("/logout", as: visitor, [:])
        #expect(response.status == .seeOther)
        #expect(response.headers[.setCookie]?.contains("Max-Age=0") == true)
        #expect(response.headers[.init("Clear-Site-Data") ?? .date] == "\"cache\", \"storage\"")
        #expect(try await world.open("/", as: visitor).status == .seeOther)
    }

    @Test("Signing out everywhere ends all sessions of the account, and nobody else's")
    func signOutEverywhere() async throws {
        let world = try World()
        let (one, other) = (try await world.signedIn(), try await world.signedIn())
        let colleague = try await world.signedIn("sample.other")
        #expect(try await world.open("/password", as: one).text.contains("Sign out everywhere"))
        let response = try await world.send("/logout", as: one, ["everywhere": "yes"])
        #expect(response.status == .seeOther)
        for visitor in [one, other] { #expect(try await world.open("/", as: visitor).status == .seeOther) }
        #expect(try await world.open("/", as: colleague).status == .ok)
        #expect(try world.audited("signed-out").map { $0.contains("everywhere") } == [true])
    }

    @Test("An account that is taken away, or gets another password, is out at once")
    func accountGone() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        #expect(try await world.open("/", as: visitor).status == .ok)
        try DeskAccounts.remove("sample.worker", from: world.accountFiles)
        #expect(try await world.open("/", as: visitor).status == .seeOther)
        let again = try await world.signedIn()
        #expect(try await world.open("/", as: again).status == .ok)
        try DeskAccounts.setPassword(
            "four quiet sample words",
            of: "sample.worker",
            in: world.accountFiles,
            cost: World.cost
        )
        #expect(try await world.open("/", as: again).status == .seeOther)
    }

    @Test("Another role counts at once; another second factor, or none any more, ends the session")
    func changed() async throws {
        let world = try World()
        let visitor = try await world.signedIn(role: .manager)
        #expect(try await world.open("/numbers", as: visitor).status == .ok)
        var account = try #require(try DeskAccounts.reading(world.accounts)["sample.worker"])
        account.role = .practitioner
        try Files.write(Array(DeskAccounts([account]).text.utf8), to: world.accounts)
        #expect(try await world.open("/numbers", as: visitor).status == .forbidden)
        #expect(try await world.open("/", as: visitor).status == .ok)
        var secret = try DeskAccounts.setCode(of: "sample.worker", in: world.accountFiles)
        #expect(try await world.open("/", as: visitor).status == .seeOther)
        for change in [
            { try DeskAccounts.setCode(of: $0, in: $1) },
            {
                try DeskAccounts.removeCode(of: $0, in: $1)
                return ""
            },
        ]
            as [(String, AccountFiles) throws -> String]
        {
            // Each code opens the desk once.
            world.clock.advance(by: .minutes(1))
            let code = try #require(TimeCode(text: secret)).code(at: world.clock.now)
            let again = try await world.signIn(code: code)
            #expect(try await world.open("/", as: again).status == .ok)
            secret = try change("sample.worker", world.accountFiles)
            #expect(try await world.open("/", as: again).status == .seeOther)
        }
    }

    @Test("A file of accounts that cannot be read lets nobody in")
    func brokenAccounts() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        try Files.write(Array("accounts: [".utf8), to: world.accounts)
        #expect(try await world.open("/", as: visitor).status == .seeOther)
    }

    @Test("A file of accounts that others can read lets nobody in")
    func exposedAccounts() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        #expect(try await world.open("/", as: visitor).status == .ok)
        try Files.write(try Files.read(world.accounts), to: world.accounts, mode: 0o640)
        #expect(try await world.open("/", as: visitor).status == .seeOther)
    }

    @Test("The sixth session of one account ends the one that was used longest ago")
    func manySessions() async throws {
        let world = try World()
        var visitors: [Visitor] = []
        for _ in 0..<6 {
            visitors.append(try await world.signedIn())
            world.clock.advance(by: .seconds(1))
        }
        let all = visitors
        #expect(try await world.open("/", as: all[0]).status == .seeOther)
        for visitor in all.dropFirst() { #expect(try await world.open("/", as: visitor).status == .ok) }
    }

    @Test(
        "Each role does what it may and no more",
        arguments: [
            (Role.practitioner, HTTPResponse.Status.ok, HTTPResponse.Status.seeOther),
            (.manager, .ok, .seeOther), (.auditor, .ok, .forbidden), (.administrator, .forbidden, .forbidden),
        ]
    )
    func roles(role: Role, reads: HTTPResponse.Status, decides: HTTPResponse.Status) async throws {
        let world = try World()
        await world.model.place([.raised(Sample.alert())])
        let visitor = try await world.signedIn(role: role)
        #expect(try await world.open("/", as: visitor).status == reads)
        #expect(try await world.open("/alerts/A-7-0", as: visitor).status == reads)
        #expect(try await world.send("/alerts/A-7-0/note", as: visitor, ["note": "Seen."]).status == decides)
        #expect(await world.journal.decisions.count == (decides == .seeOther ? 1 : 0))
    }

    @Test("Whoever decides nothing is offered no forms")
    func noForms() async throws {
        let world = try World()
        await world.model.place([.raised(Sample.alert())])
        let auditor = try await world.signedIn("sample.auditor", role: .auditor)
        let page = try await world.open("/alerts/A-7-0", as: auditor).text
        #expect(!page.contains("/alerts/A-7-0/acknowledge"))
        #expect(!page.contains("<textarea"))
    }
}
