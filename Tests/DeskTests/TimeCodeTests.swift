import Accounts
import DaemonKit
import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("The second factor")
struct TimeCodeTests {
    @Test("A code opens the door once, in its half minute or the ones beside it, and never without the password")
    func signingIn() async throws {
        let world = try World()
        let words = "four quiet sample words"
        try DeskAccounts.add(
            "sample.worker",
            password: words,
            role: .practitioner,
            to: world.accountFiles,
            cost: World.cost
        )
        let secret = try DeskAccounts.setCode(of: "sample.worker", in: world.accountFiles)
        let code = try #require(TimeCode(text: secret))
        func enter(_ password: String, _ digits: String, at desk: World? = nil) async throws -> HTTPResponse.Status {
            let world = desk ?? world
            let page = try await world.open("/login")
            let token = try #require(page.text.firstMatch(of: /name="token" value="([^"]+)"/)?.output.1)
            let cookie = try #require(page.headers[.setCookie]?.split(separator: ";").first)
            let visitor = Visitor(cookie: String(cookie), token: String(token))
            let fields = ["account": "sample.worker", "password": password, "code": digits]
            return try await world.send("/login", as: visitor, fields).status
        }
        #expect(try await enter(words, "") == .forbidden)
        let now = code.code(at: world.clock.now)
        #expect(try await enter("not these sample words", now) == .forbidden)
        #expect(try await enter(words, now) == .seeOther)
        #expect(try await enter(words, now) == .forbidden, "used before")
        // The log says what the page does not.
        let why = try world.audited("sign-in-refused")
        let expected = ["wrong code", "wrong password", "code used before"]
        #expect(why.count == 3 && zip(why, expected).allSatisfy { $0.contains($1) })
        let again = try World(restarting: world)
        #expect(try await enter(words, now, at: again) == .forbidden, "used before the restart")
        world.clock.advance(by: .seconds(90))
        #expect(try await enter(words, code.code(at: world.clock.now - .seconds(120))) == .forbidden, "too old")
        #expect(try await enter(words, code.code(at: world.clock.now - .seconds(30))) == .seeOther)
    }
}
