import Accounts
import Crypto
import DaemonKit
import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("Breached passwords")
struct BreachTests {
    /// A list as Have I Been Pwned gives it, of this password.
    private func list(of password: String) throws -> BreachedFile {
        let hash = Insecure.SHA1.hash(data: Data(password.utf8)).map { String(format: "%02X", $0) }.joined()
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("breached-\(UUID().uuidString)").path
        try Files.write(Array("\(hash):977\n".utf8), to: path)
        return BreachedFile(path: path)
    }

    @Test("Where the site's list is not there, nobody sets a password, and whoever has one comes in")
    func missing() async throws {
        let world = try World(breached: BreachedFile(path: "/nowhere/pwned-passwords.txt"))
        try world.addAccount()
        let visitor = try await world.signIn()
        #expect(try await world.open("/", as: visitor).status == .ok)
        let form = [
            "current": SignInTests.password, "new": "seven loud example words", "again": "seven loud example words",
        ]
        #expect(try await world.send("/password", as: visitor, form).status == .serviceUnavailable)
    }

    @Test("Whose password is a breached one that the desk knows by itself comes in, too, where the list is not there")
    func missingForBreached() async throws {
        let world = try World(breached: BreachedFile(path: "/nowhere/pwned-passwords.txt"))
        let hash = try PasswordHash(of: "liverpool-dragon-7", cost: World.cost)
        let account = Account(name: "sample.worker", role: .practitioner, password: hash)
        try Files.write(Array(DeskAccounts([account]).text.utf8), to: world.accounts)
        let visitor = try await world.signIn("sample.worker", "liverpool-dragon-7")
        #expect(try await world.open("/", as: visitor).status == .ok)
    }

    @Test("Whoever comes in with a breached password of before must take another one, and then goes on")
    func mustChange() async throws {
        let list = try list(of: SignInTests.password)
        defer { try? Files.remove(list.path) }
        let world = try World(breached: list)
        try world.addAccount()
        try await world.tellOfAda()
        let visitor = try await world.signIn()
        for path in ["/", "/alerts/A-9-0", "/live", "/search", "/handover"] {
            let answer = try await world.open(path, as: visitor)
            #expect(answer.status == .seeOther && answer.headers[.location] == "/password", "\(path)")
        }
        let note = try await world.send("/alerts/A-9-0/note", as: visitor, ["note": "A note of the sample."])
        #expect(note.headers[.location] == "/password")
        #expect(await world.journal.decisions.isEmpty)
        #expect(try await world.open("/password", as: visitor).text.contains("until then nothing else opens"))
        let new = "seven loud example words"
        let form = ["current": SignInTests.password, "new": new, "again": new]
        #expect(try await world.send("/password", as: visitor, form).headers[.location] == "/password?done=yes")
        #expect(try await world.open("/", as: visitor).status == .ok)
        let again = try await world.signIn("sample.worker", new)
        #expect(try await world.open("/", as: again).status == .ok)
    }

    @Test("Whoever must take another password may leave, and needs the form's token for that, too")
    func leave() async throws {
        let list = try list(of: SignInTests.password)
        defer { try? Files.remove(list.path) }
        let world = try World(breached: list)
        try world.addAccount()
        let visitor = try await world.signIn()
        #expect(try await world.send("/logout", as: visitor, [:], withToken: false).status == .forbidden)
        let left = try await world.send("/logout", as: visitor, [:])
        #expect(left.status == .seeOther && left.headers[.location] == "/login")
    }
}
