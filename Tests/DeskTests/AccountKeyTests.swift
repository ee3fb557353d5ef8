import Accounts
import DaemonKit
import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("The key of the accounts")
struct AccountKeyTests {
    /// As a desk wrote it before there was a key: the hash is scrypt's own, and the second factor stands in clear.
    private func writeOfBefore(_ world: World, secret: String = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") throws {
        let hash = try PasswordHash(of: SignInTests.password, cost: World.cost)
        let account = Account(name: "sample.worker", role: .practitioner, password: hash)
        let text = DeskAccounts([account]).text + "    code: \"\(secret)\"\n"
        try Files.write(Array(text.utf8), to: world.accounts)
    }

    private func enter(_ world: World, code: String = "") async throws -> HTTPResponse.Status {
        let fields = ["account": "sample.worker", "password": SignInTests.password, "code": code]
        return try await world.send("/login", as: try await world.signInForm(), fields).status
    }

    private func fault(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return ""
    }

    private func faults(_ world: World) throws -> String {
        let key = try world.accountFiles.existingKey()
        return try DeskAccounts.reading(world.accounts).unreadable(with: key).joined()
    }

    @Test("A password's hash is worth nothing without the key, nor with another")
    func password() throws {
        let (one, other) = (try World(), try World())
        try one.addAccount()
        let hash = try #require(try DeskAccounts.reading(one.accounts)["sample.worker"]?.password)
        let key = try #require(try one.accountFiles.existingKey())
        #expect(hash.matches(SignInTests.password, with: key))
        #expect(!hash.matches(SignInTests.password))
        #expect(!hash.matches(SignInTests.password, with: try other.accountFiles.existingKey()))
        // Not even where the file says that it was the other one: the hash itself is made with the key.
        var renamed = hash
        renamed.key = try other.accountFiles.existingKey()?.mark
        #expect(!renamed.matches(SignInTests.password, with: try other.accountFiles.existingKey()))
        renamed.key = nil
        #expect(!renamed.matches(SignInTests.password))
    }

    @Test("A second factor stands in no file in clear, and opens the desk all the same")
    func secondFactor() async throws {
        let world = try World()
        try world.addAccount()
        let secret = try DeskAccounts.setCode(of: "sample.worker", in: world.accountFiles)
        let text = try String(contentsOfFile: world.accounts, encoding: .utf8)
        #expect(text.contains("sealed: ") && !text.contains(secret) && !text.contains("code: "))
        let code = try #require(TimeCode(text: secret)).code(at: world.clock.now)
        #expect(try await enter(world) == .forbidden)
        #expect(try await enter(world, code: code) == .seeOther)
    }

    @Test("A second factor that was moved to another account opens nothing there, and its absence opens nothing either")
    func moved() async throws {
        let world = try World()
        try world.addAccount("sample.other")
        let secret = try DeskAccounts.setCode(of: "sample.other", in: world.accountFiles)
        let text = try String(contentsOfFile: world.accounts, encoding: .utf8)
        let sealed = try #require(text.split(separator: "\n").first { $0.contains("sealed: ") })
        try world.addAccount()
        let both = try String(contentsOfFile: world.accounts, encoding: .utf8)
        // It stands last in the file, and so does what is added.
        try Files.write(Array("\(both)\(sealed)\n".utf8), to: world.accounts)
        let code = try #require(TimeCode(text: secret)).code(at: world.clock.now)
        #expect(try await enter(world, code: code) == .forbidden)
        #expect(try await enter(world) == .forbidden)
        #expect(try world.audited("sign-in-refused").last?.contains("kept with another key") == true)
    }

    @Test(
        "What was kept without a key opens the desk as ever, is kept with it from then on, and is no change to anybody"
    )
    func before() async throws {
        let world = try World()
        try writeOfBefore(world)
        let factor = try #require(TimeCode(text: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
        #expect(try await enter(world, code: factor.code(at: world.clock.now)) == .seeOther)
        let text = try String(contentsOfFile: world.accounts, encoding: .utf8)
        #expect(text.contains("sealed: ") && text.contains("key: ") && !text.contains("GEZDGNBV"))
        let mode = try FileManager.default.attributesOfItem(atPath: world.accounts)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let again = try World(restarting: world)
        again.clock.advance(by: .minutes(2))
        #expect(try await enter(again, code: factor.code(at: again.clock.now)) == .seeOther)
        #expect(try world.audited("account-changed").allSatisfy { $0.contains("added") })
    }

    @Test("Whoever is signed in stays so while their account is kept with the key, or comes back from an older copy")
    func copy() async throws {
        let world = try World()
        try writeOfBefore(world)
        let older = try Files.read(world.accounts)
        let factor = try #require(TimeCode(text: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
        let visitor = try await world.signIn(code: factor.code(at: world.clock.now))
        #expect(try await world.open("/", as: visitor).status == .ok)
        try Files.write(older, to: world.accounts)
        #expect(try await world.open("/", as: visitor).status == .ok)
        #expect(try Files.read(world.accounts) != older)
    }

    @Test("Where no key can be made, and none was used, people come in as before")
    func unmakable() async throws {
        let world = try World()
        try FileManager.default.removeItem(atPath: Path.parent(of: world.accountFiles.key))
        // A file where the folder of keys should be: not even root can make a key in it.
        try Files.write([], to: Path.parent(of: world.accountFiles.key))
        try writeOfBefore(world)
        let restarted = try World(restarting: world)
        let factor = try #require(TimeCode(text: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
        #expect(try await enter(restarted, code: factor.code(at: restarted.clock.now)) == .seeOther)
        #expect(try String(contentsOfFile: world.accounts, encoding: .utf8).contains("code: "))
        // Made by hand later, it changes nobody's password, and nobody is told that it did.
        try Files.remove(Path.parent(of: world.accountFiles.key))
        try world.accountFiles.makeKey()
        try restarted.addAccount("sample.other")
        restarted.clock.advance(by: .minutes(2))
        #expect(try await enter(restarted, code: factor.code(at: restarted.clock.now)) == .seeOther)
        #expect(try String(contentsOfFile: world.accounts, encoding: .utf8).contains("sealed: "))
        #expect(try restarted.audited("account-changed").allSatisfy { $0.contains("added") })
    }

    @Test("A key that is gone is not made anew behind anybody's back; nobody comes in, and the words say what to do")
    func gone() async throws {
        let world = try World()
        try world.addAccount()
        let key = try Files.read(world.accountFiles.key)
        try Files.remove(world.accountFiles.key)
        let restarted = try World(restarting: world)
        #expect(try await enter(restarted) == .forbidden)
        #expect(!Files.exists(world.accountFiles.key))
        let words = fault { try restarted.addAccount("sample.other") }
        #expect(
            words.contains("\(world.accountFiles.key): this key is gone") && words.contains("refbus desk account key")
        )
        // Put back, it opens the desk without a new start.
        try Files.write(key, to: world.accountFiles.key, mode: 0o600)
        #expect(try await enter(restarted) == .seeOther)
    }

    @Test("With another key in place of a lost one, a new password and a new second factor are the way back in")
    func lost() async throws {
        let world = try World()
        try world.addAccount()
        _ = try DeskAccounts.setCode(of: "sample.worker", in: world.accountFiles)
        try Files.remove(world.accountFiles.key)
        try world.accountFiles.makeKey()
        let restarted = try World(restarting: world)
        #expect(try await enter(restarted) == .forbidden)
        #expect(try restarted.audited("sign-in-refused").last?.contains("kept with another key") == true)
        #expect(try faults(world) == "sample.worker")
        let (name, files) = ("sample.worker", world.accountFiles)
        try DeskAccounts.setPassword(SignInTests.password, of: name, in: files, cost: World.cost)
        // A second factor that cannot be read is not left out.
        #expect(try await enter(restarted) == .forbidden)
        let secret = try DeskAccounts.setCode(of: name, in: files)
        let code = try #require(TimeCode(text: secret)).code(at: restarted.clock.now)
        restarted.clock.advance(by: .seconds(20))
        #expect(try await enter(restarted, code: code) == .seeOther)
        #expect(try faults(world).isEmpty)
    }

    @Test("A key that others can read, or that is none, lets nobody in, with words that never repeat it")
    func exposed() async throws {
        let world = try World()
        try world.addAccount()
        let (path, key) = (world.accountFiles.key, try Files.read(world.accountFiles.key))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        for (bytes, mode, words) in [
            (key, UInt32(0o640), "mode 0640); run: chmod 600 \(path)"), (key, 0o604, "run: chmod 600 \(path)"),
            (Array("c2hvcnQ=".utf8), 0o600, "is no key of accounts"), ([], 0o600, "is no key of accounts"),
        ] {
            try Files.write(bytes, to: path, mode: mode)
            #expect(try await enter(try World(restarting: world)) == .forbidden)
            let said = fault { _ = try world.accountFiles.existingKey() }
            #expect(said.contains(words) && !said.contains(String(decoding: key.prefix(12), as: UTF8.self)))
        }
        try Files.write(key, to: path, mode: 0o600)
        let read = try #require(try world.accountFiles.existingKey())
        var shown = ""
        dump(read, to: &shown)
        #expect("\(read)" == "(key \(read.mark))" && shown.split(separator: "\n").count == 1)
    }

    @Test("Many who need the key at once make one")
    func together() async throws {
        let world = try World()
        let files = world.accountFiles
        try Files.remove(files.key)
        let marks = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<16 { group.addTask { try files.requireKey().mark } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(marks.count == 1)
    }
}
