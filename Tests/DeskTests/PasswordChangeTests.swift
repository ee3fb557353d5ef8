import Accounts
import DaemonKit
import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("Changing one's own password")
struct PasswordChangeTests {
    private static let new = "seven loud example words"

    /// A desk with one account, and its owner signed in twice.
    private func world() async throws -> (world: World, here: Visitor, elsewhere: Visitor) {
        let world = try World()
        try world.addAccount()
        return (world, try await world.signIn(), try await world.signIn())
    }

    private func fields(_ current: String, _ new: String, again: String? = nil) -> [String: String] {
        ["current": current, "new": new, "again": again ?? new]
    }

    private func opens(_ password: String, _ world: World) throws -> Bool {
        let account = try #require(try DeskAccounts.reading(world.accounts)["sample.worker"])
        return account.password?.matches(password, with: try world.accountFiles.existingKey()) ?? false
    }

    @Test("Whoever knows the old one has another; this session goes on, others end, and it is written down")
    func changed() async throws {
        let (world, here, elsewhere) = try await world()
        let answer = try await world.send("/password", as: here, fields(SignInTests.password, Self.new))
        #expect(answer.status == .seeOther && answer.headers[.location] == "/password?done=yes")
        #expect(try opens(Self.new, world) && !opens(SignInTests.password, world))
        let page = try await world.open("/password?done=yes", as: here)
        #expect(page.status == .ok && page.text.contains("Your password is changed."))
        #expect(try await world.open("/", as: elsewhere).status == .seeOther)
        let lines = try world.audited("account-changed").filter { $0.contains("\"by\":\"sample.worker\"") }
        #expect(lines.count == 1 && lines.allSatisfy { $0.contains("by its owner") && !$0.contains("loud") })
    }

    @Test(
        "What is not to be changed stays, and the page says why",
        arguments: [
            ("four quiet sample word", new, new, 403, "That is not your password now."),
            (SignInTests.password, new, "seven loud example wordz", 400, "The two new ones differ."),
            (SignInTests.password, "short", "short", 400, "too short"),
            (SignInTests.password, "passwordpassword", "passwordpassword", 400, "first that anybody would try"),
            (SignInTests.password, "sample.worker has words", "sample.worker has words", 400, "account's name"),
            (SignInTests.password, SignInTests.password, SignInTests.password, 400, "the one that it was"),
        ]
    )
    func refused(current: String, new: String, again: String, status: Int, words: String) async throws {
        let (world, here, elsewhere) = try await world()
        let answer = try await world.send("/password", as: here, fields(current, new, again: again))
        #expect(answer.status.code == status)
        #expect(answer.text.replacing("&#39;", with: "'").contains(words))
        #expect(try opens(SignInTests.password, world))
        #expect(try await world.open("/", as: elsewhere).status == .ok)
        #expect(try world.audited("account-changed").allSatisfy { !$0.contains("by its owner") })
    }

    @Test("Guessing the old one is slowed as at the door")
    func guessed() async throws {
        let (world, here, _) = try await world()
        var statuses: [Int] = []
        for number in 0..<8 {
            statuses.append(
                try await world.send("/password", as: here, fields("guess \(number)", Self.new)).status.code
            )
        }
        #expect(statuses.first == 403 && statuses.last == 429)
        #expect(try opens(SignInTests.password, world))
        let traces = try world.audited("sign-in-refused")
        #expect(traces.contains { $0.contains("wrong password, changing it") })
        #expect(traces.contains { $0.contains("put off, changing it") })
    }

    @Test("A page that listens meanwhile goes on listening, and its reader stays signed in", .timeLimit(.minutes(1)))
    func live() async throws {
        let (world, here, _) = try await world()
        try await world.tellOfAda()
        try await world.serving { port in
            let page = try RawVisitor(port: port)
            page.ask("GET /live HTTP/1.1", "Host: 127.0.0.1:\(port)", "Cookie: \(here.cookie)")
            var heard = await page.hear(until: "retry")
            while world.model.livePages == 0 { await Task.yield() }
            let answer = try await world.send("/password", as: here, fields(SignInTests.password, Self.new))
            #expect(answer.status == .seeOther)
            let ada = try #require(await world.model.alert("A-9-0"))
            await world.model.place([.handled(ada)])
            heard += await page.hear(until: "A-9-0")
            #expect(heard.contains("A-9-0") && !heard.contains("event: end"))
            #expect(try await world.open("/", as: here).status == .ok)
        }
    }

    @Test("The same form sent twice changes it once, and nobody is told that it failed")
    func twice() async throws {
        let (world, here, _) = try await world()
        let form = fields(SignInTests.password, Self.new)
        async let one = world.send("/password", as: here, form)
        async let other = world.send("/password", as: here, form)
        let statuses = try await [one.status, other.status]
        // A request that comes afterwards no longer has the right password in the first field.
        #expect(statuses.contains(.seeOther) && !statuses.contains(.serviceUnavailable))
        #expect(try world.audited("account-changed").count { $0.contains("by its owner") } == 1)
        #expect(try opens(Self.new, world))
        #expect(try await world.open("/", as: here).status == .ok)
    }

    @Test("What cannot be written down is not done")
    func unwritable() async throws {
        let (world, here, _) = try await world()
        try world.breakAuditLog()
        let answer = try await world.send("/password", as: here, fields(SignInTests.password, Self.new))
        #expect(answer.status == .serviceUnavailable)
        #expect(try opens(SignInTests.password, world))
    }
}
