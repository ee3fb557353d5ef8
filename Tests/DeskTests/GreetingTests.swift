import Accounts
import DaemonKit
import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("What somebody is told who comes in")
struct GreetingTests {
    private func world() throws -> World {
        let world = try World()
        try world.addAccount()
        return world
    }

    /// Signs in, or tries to, and gives the first page.
    private func enter(_ world: World, _ password: String) async throws -> String? {
        let form = try await world.signInForm()
        let answer = try await world.send("/login", as: form, ["account": "sample.worker", "password": password])
        guard let cookie = answer.headers[values: .setCookie].first(where: { $0.hasPrefix("desk=") }) else {
            return nil
        }
        return try await world.open("/", as: Visitor(cookie: String(cookie.prefix { $0 != ";" }), token: "")).text
    }

    @Test("The first time there is nothing to tell; afterwards when they were here last, quietly")
    func quiet() async throws {
        let world = try world()
        let first = try #require(try await enter(world, SignInTests.password))
        #expect(!first.contains("You were last here"))
        world.clock.set(World.start + .hours(2))
        let second = try #require(try await enter(world, SignInTests.password))
        #expect(second.contains("You were last here Mon 4 Jan 2016 09:00."))
        #expect(!second.contains("banner notice"))
    }

    @Test(
        "Attempts that were refused, and another password, are said aloud at the next sign-in, and once they are known no more"
    )
    func news() async throws {
        let world = try world()
        _ = try await enter(world, SignInTests.password)
        for guess in ["one wrong guess of it", "another wrong guess"] {
            #expect(try await enter(world, guess) == nil)
        }
        world.clock.set(World.start + .hours(1))
        let new = "seven loud example words"
        try DeskAccounts.setPassword(new, of: "sample.worker", in: world.accountFiles, cost: World.cost)
        world.clock.set(World.start + .hours(2))
        let page = try #require(try await enter(world, new))
        #expect(page.contains("banner notice"))
        #expect(page.contains("2 attempts with your account were refused since."))
        #expect(page.contains("Your account was changed: another password (Mon 4 Jan 2016"))
        world.clock.set(World.start + .hours(3))
        let next = try #require(try await enter(world, new))
        #expect(!next.contains("banner notice") && !next.contains("refused since"))
    }

    @Test("A code that had been used before is named")
    func usedCode() {
        var entry = AuditEntry(number: 1, at: World.start, by: "sample.worker", what: .signInRefused)
        entry.detail = "code used before, from 192.0.2.1"
        let greeting = LastVisit([entry], times: Times(zone: .london, now: World.start))
        #expect(greeting?.isNews == true)
        #expect(greeting?.words.contains("one with a code that had been used before") == true)
    }
}
