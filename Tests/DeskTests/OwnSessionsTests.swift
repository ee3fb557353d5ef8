import Accounts
import DaemonKit
import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("Where somebody is signed in, to themselves")
struct OwnSessionsTests {
    /// Signs in through the form, from an address that the proxy names.
    private func enter(_ world: World, from address: String) async throws -> Visitor {
        let form = try await world.signInForm()
        let response = try await world.send(
            "/login",
            as: form,
            ["account": "sample.worker", "password": SignInTests.password, "token": form.token],
            headers: [.init("X-Forwarded-For") ?? .date: address],
            withToken: false
        )
        return try await world.visitor(after: response)
    }

    private func world() throws -> World {
        let world = try World(isBehindProxy: true)
        try world.addAccount()
        return world
    }

    /// The rows of the page, each without its tags.
    private func rows(_ world: World, as visitor: Visitor) async throws -> [String] {
        let page = try await world.open("/password", as: visitor).text
        return page.matches(of: /<li><p>(?:.|\n)*?<\/li>/).map { match in
            String(match.output).replacing(/<[^>]+>/, with: "").replacing(/\s+/, with: " ")
        }
    }

    private func names(_ world: World, as visitor: Visitor) async throws -> [String] {
        let page = try await world.open("/password", as: visitor).text
        return page.matches(of: /name="session" value="([^"]+)"/).map { String($0.output.1) }
    }

    @Test("Each has since when, from where and when it was last used; the one at hand comes first and has no button")
    func list() async throws {
        let world = try world()
        let first = try await enter(world, from: "192.0.2.9")
        world.clock.advance(by: .minutes(5))
        let second = try await enter(world, from: "2001:db8::7")
        world.clock.advance(by: .minutes(7))
        let rows = try await rows(world, as: second)
        #expect(rows.count == 2)
        #expect(rows[0].hasPrefix("Here, from 2001:db8::7") && rows[0].contains("since 09:05"))
        #expect(rows[1].hasPrefix("From 192.0.2.9since 09:00, last used 12 min ago") && rows[1].contains("End it"))
        #expect(!rows[0].contains("End it"))
        // Seen from there it is the other way round.
        #expect(try await self.rows(world, as: first)[0].hasPrefix("Here, from 192.0.2.9"))
    }

    @Test("One that is ended opens nothing any more, the others stay, and the log has it with its address")
    func end() async throws {
        let world = try world()
        let lost = try await enter(world, from: "192.0.2.9")
        let kept = try await enter(world, from: "192.0.2.8")
        let here = try await enter(world, from: "192.0.2.7")
        let page = try await world.open("/password", as: here).text
        let pattern = /value="([0-9a-f]{16})">End it<span class="unseen">: the session from 192\.0\.2\.9,/
        let name = String(try #require(page.firstMatch(of: pattern)?.output.1))
        let answer = try await world.send("/password/sessions", as: here, ["session": name])
        #expect(answer.status == .seeOther && answer.headers[.location] == "/password?done=session")
        #expect(try await world.open("/password?done=session", as: here).text.contains("That session has ended."))
        #expect(try await world.open("/", as: lost).status == .seeOther)
        #expect(try await world.open("/", as: kept).status == .ok)
        #expect(try await rows(world, as: here).count == 2)
        let lines = try world.audited("signed-out")
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(line.contains("another session of theirs, from 192.0.2.9") && line.contains("\"by\":\"sample.worker\""))
    }

    @Test("Nobody ends a colleague's session, nor the one at hand by that form, nor any without the form's token")
    func others() async throws {
        let world = try world()
        let here = try await enter(world, from: "192.0.2.7")
        let elsewhere = try await enter(world, from: "192.0.2.9")
        let colleague = try await world.signedIn("sample.other", role: .manager)
        let own = try #require(try await names(world, as: elsewhere).first)
        let other = try #require(try await names(world, as: here).first)
        _ = try await world.send("/password/sessions", as: colleague, ["session": own])
        _ = try await world.send("/password/sessions", as: here, ["session": own])
        let bare = try await world.send("/password/sessions", as: here, ["session": other], withToken: false)
        #expect(bare.status == .forbidden)
        for visitor in [here, elsewhere, colleague] { #expect(try await world.open("/", as: visitor).status == .ok) }
        #expect(try world.audited("signed-out").isEmpty)
    }

    @Test("What opens nothing any more is not in the list, and there are five at most")
    func standing() async throws {
        let world = try world()
        _ = try await enter(world, from: "192.0.2.1")
        world.clock.advance(by: .minutes(16))
        var here = try await enter(world, from: "192.0.2.2")
        #expect(try await rows(world, as: here).count == 1)
        for number in 3...9 {
            world.clock.advance(by: .seconds(1))
            here = try await enter(world, from: "192.0.2.\(number)")
        }
        let rows = try await rows(world, as: here)
        #expect(rows.count == 5 && rows[0].contains("192.0.2.9") && rows[4].contains("192.0.2.5"))
    }

    @Test("What a page calls a session is not what opens it, and no page carries a cookie")
    func names() async throws {
        let world = try world()
        let (one, here) = (try await enter(world, from: "192.0.2.1"), try await enter(world, from: "192.0.2.2"))
        let name = try #require(try await names(world, as: here).first)
        let opened = try await world.open("/", as: Visitor(cookie: "__Host-desk=\(name)", token: ""))
        #expect(opened.status == .seeOther)
        let page = try await world.open("/password", as: here).text
        for visitor in [one, here] {
            let secret = String(visitor.cookie.split(separator: "=", maxSplits: 1)[1])
            #expect(!page.contains(secret))
        }
    }
}
