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
    private func refusal(_ password: String, besides list: BreachedFile? = nil) throws -> AccountError? {
        let world = try World()
        do throws(AccountError) {
            let (name, files) = ("sample.worker", world.accountFiles)
            try DeskAccounts.add(
                name,
                password: password,
                role: .practitioner,
                to: files,
                besides: list,
                cost: World.cost
            )
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "One of the ten thousand is refused, in any case and with spaces or without",
        arguments: [
            "princessforever", "Princess Forever", "trustno1siemens", "qazwsxedcrfv111", "GHJCNJ ghjcnj ghjcnj",
        ]
    )
    func known(password: String) throws {
        #expect(try refusal(password) == .passwordIsBreached)
    }

    @Test("There are ten thousand of them that the rule of length lets through")
    func many() {
        #expect(BreachedLists.long.count >= 10_000)
        #expect(BreachedLists.long.allSatisfy { $0.count >= DeskAccounts.shortestPassword })
    }

    @Test(
        "One or two of the most common ones, again or with a few characters more, is refused",
        arguments: [
            "liverpool liverpool", "dragonliverpool", "liverpool2016dragon", "!!liverpoolliverpool!!",
            "Liverpool-Dragon-7", "monkeydragonmonkey",
        ]
    )
    func composed(password: String) throws {
        #expect(try refusal(password) == .passwordIsComposed)
    }

    @Test(
        "A few words in a row are taken, though each may be a common one",
        arguments: [
            "liverpool dragon purple", "four quiet sample words", "monkey likes purple dragon",
            "dragon 739102 liverpool",
        ]
    )
    func taken(password: String) throws {
        #expect(try refusal(password) == nil)
    }

    // MARK: A list of the site's own

    /// A list as Have I Been Pwned gives it, of these passwords and some thousand others.
    private func list(
        of passwords: [String] = ["seven loud example words"],
        others: Int = 3_000,
        end: String = "\r\n",
        spoil: (inout [String]) -> Void = { _ in }
    ) throws -> BreachedFile {
        let hashes = (passwords + (0..<others).map { "other \($0)" }).map { text in
            Insecure.SHA1.hash(data: Array(text.utf8)).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }.joined()
        }
        var lines = hashes.sorted().enumerated().map { "\($0.element):\($0.offset % 977 + 1)" }
        spoil(&lines)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("breached-\(UUID().uuidString)").path
        try Files.makeFolder(folder)
        let file = BreachedFile(path: "\(folder)/pwned-passwords.txt")
        try Files.write(Array((lines.joined(separator: end) + end).utf8), to: file.path)
        return file
    }

    private func remove(_ list: BreachedFile) {
        try? FileManager.default.removeItem(atPath: Path.parent(of: list.path))
    }

    @Test("A list of the site's own is searched where it lies", arguments: ["\r\n", "\n"])
    func found(end: String) throws {
        let list = try list(end: end)
        defer { remove(list) }
        try list.check()
        for number in stride(from: 0, to: 3_000, by: 7) { #expect(try list.contains("other \(number)")) }
        for number in 3_000..<3_300 { #expect(!(try list.contains("other \(number)"))) }
        #expect(try refusal("seven loud example words", besides: list) == .passwordIsBreached)
        #expect(try refusal("eight loud example words", besides: list) == nil)
    }

    @Test("The first of a list and the last are found, and so is the only one", arguments: [0, 1, 2, 40])
    func edges(others: Int) throws {
        let list = try list(of: ["one of them"], others: others)
        defer { remove(list) }
        for name in ["one of them"] + (0..<others).map({ "other \($0)" }) { #expect(try list.contains(name)) }
        #expect(!(try list.contains("nobody")))
    }

    /// What somebody may have done to a list, and what is said of it.
    private static let spoils: [(@Sendable (inout [String]) -> Void, String)] = [
        ({ $0.swapAt(1_000, 2_000) }, "is not ordered by hash"), ({ $0.swapAt(0, 1) }, "LC_ALL=C sort -u -o"),
        ({ $0.swapAt(2_999, 3_000) }, "is not ordered by hash"),
        ({ $0[1_500] = "no hash at all" }, "has no such line at byte"), ({ $0 = ["password"] }, "has no such line"),
        ({ $0 = [] }, "has no such line"),
    ]

    @Test("A list that is none, or not in order, is told once, with what to do", arguments: spoils.indices)
    func spoiled(index: Int) throws {
        let list = try list(spoil: Self.spoils[index].0)
        defer { remove(list) }
        let fault = #expect(throws: FileFault.self) { try list.check() }
        #expect("\(fault.map { "\($0)" } ?? "")".contains(Self.spoils[index].1))
    }

    @Test("A list that is not there is one sentence of the check, and nobody's password is set without it")
    func missing() async throws {
        let nowhere = BreachedFile(path: "/nowhere/pwned-passwords.txt")
        #expect(throws: FileFault.self) { try nowhere.check() }
        let fault = try refusal("seven loud example words", besides: nowhere)
        #expect("\(fault.map { "\($0)" } ?? "")".contains("/nowhere/pwned-passwords.txt"))
        // But whoever has a password comes in.
        let world = try World(breached: nowhere)
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
        #expect(try refusal("liverpool-dragon-7") != nil)
        let visitor = try await world.signIn("sample.worker", "liverpool-dragon-7")
        #expect(try await world.open("/", as: visitor).status == .ok)
    }

    @Test("A list whose download broke off, or that ends in an empty line, is said so by the check")
    func brokenOff() throws {
        let lines = (0..<120_000).map { number in
            BreachTests.hex(of: "\(number)") + ":1"
        }.sorted()
        let whole = Array(lines.joined(separator: "\r\n").utf8)
        for (end, isRight) in [
            (whole + Array("\r\n".utf8), true), (whole.dropLast(9), false), (whole + [10, 10], false),
        ] {
            let path = FileManager.default.temporaryDirectory.appendingPathComponent("breached-\(UUID())").path
            try Files.write(Array(end), to: path)
            defer { try? Files.remove(path) }
            let file = BreachedFile(path: path)
            if isRight {
                #expect(throws: Never.self) { try file.check() }
            } else {
                #expect(throws: FileFault.self) { try file.check() }
            }
        }
    }

    private static func hex(of text: String) -> String {
        Insecure.SHA1.hash(data: Data(text.utf8)).map { String(format: "%02X", $0) }.joined()
    }

    // MARK: At sign-in

    @Test("Whoever comes in with a breached password of before must take another one, and then goes on")
    func mustChange() async throws {
        let list = try list(of: [SignInTests.password])
        defer { remove(list) }
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
        let list = try list(of: [SignInTests.password])
        defer { remove(list) }
        let world = try World(breached: list)
        try world.addAccount()
        let visitor = try await world.signIn()
        #expect(try await world.send("/logout", as: visitor, [:], withToken: false).status == .forbidden)
        let left = try await world.send("/logout", as: visitor, [:])
        #expect(left.status == .seeOther && left.headers[.location] == "/login")
    }
}
