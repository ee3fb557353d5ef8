@testable import Accounts
import DaemonKit
import Foundation
import SafeguardingModel
import Testing

@Suite("The file of accounts")
struct AccountFileTests {
    @Test("An account is written for its owner alone, without its password, and reads back the same")
    func add() throws {
        let files = Sample.files()
        defer { Sample.remove(files) }
        try DeskAccounts.add(
            "sample.worker",
            password: Sample.password,
            role: .manager,
            teams: ["cse-team"],
            to: files,
            cost: Sample.cost
        )
        try DeskAccounts.add(
            "sample.auditor",
            password: Sample.password,
            role: .auditor,
            to: files,
            cost: Sample.cost
        )
        let text = try String(contentsOfFile: files.accounts, encoding: .utf8)
        #expect(!text.contains("quiet"))
        #expect(try FileManager.default.attributesOfItem(atPath: files.accounts)[.posixPermissions] as? Int == 0o600)
        let accounts = try DeskAccounts.reading(files.accounts)
        #expect(accounts.accounts.map(\.name) == ["sample.auditor", "sample.worker"])
        #expect(accounts.text == text)
        let worker = try #require(accounts["sample.worker"])
        #expect(worker.teams == ["cse-team"] && worker.role == .manager)
        let key = try #require(try files.existingKey())
        #expect(worker.password?.matches(Sample.password, with: key) == true)
        #expect(worker.password?.matches(Sample.password + " ", with: key) == false)
        // The same password twice is not the same hash.
        #expect(worker.password != accounts["sample.auditor"]?.password)
    }

    @Test(
        "What cannot be an account is refused with the reason",
        arguments: [
            ("Sample", Sample.password, AccountError.badName), ("", Sample.password, .badName),
            ("sample worker", Sample.password, .badName), ("../x", Sample.password, .badName),
            ("sample.worker", "short", .passwordTooShort(atLeast: 15)),
            ("sample.worker", "               ", .passwordTooShort(atLeast: 15)),
            ("sample.worker", "a" + String(repeating: " ", count: 14) + "b", .passwordTooShort(atLeast: 15)),
            ("sample.worker", String(repeating: "long ", count: 26), .passwordTooLong(atMost: 128)),
            ("sample.worker", "passwordpassword", .passwordIsCommon),
            ("sample.worker", "Correct Horse Battery Staple", .passwordIsCommon),
            ("sample.worker", "1Q2W3E4R5T6Y7U8I", .passwordIsCommon),
            ("sample.worker", String(repeating: "x", count: 64), .passwordIsCommon),
            ("sample.worker", String(repeating: "é ", count: 16), .passwordIsCommon),
            ("sample.worker", String(repeating: "abc", count: 7), .passwordIsCommon),
            ("sample.worker", "I am Sample.Worker and that is all", .passwordSaysTheName),
        ]
    )
    func refused(name: String, password: String, fault: AccountError) {
        let files = Sample.files()
        #expect(throws: fault) {
            try DeskAccounts.add(name, password: password, role: .practitioner, to: files, cost: Sample.cost)
        }
        #expect(!FileManager.default.fileExists(atPath: files.accounts))
    }

    @Test("Sixty-four characters and more are taken, up to the bound, whatever they are", arguments: passphrases)
    func taken(password: String) throws {
        let files = Sample.files()
        defer { Sample.remove(files) }
        try DeskAccounts.add("sample.worker", password: password, role: .manager, to: files, cost: Sample.cost)
        let hash = try #require(try DeskAccounts.reading(files.accounts)["sample.worker"]?.password)
        let key = try files.existingKey()
        #expect(hash.matches(password, with: key) && !hash.matches(String(password.dropLast()), with: key))
    }

    /// 128 letters, kana with spaces, emoji that browsers count as several, other scripts and signs.
    static let passphrases = [
        String(repeating: "sample word ", count: 10) + "and more", "ひらがな の ことば を いくつか ならべた ぶん", "🐟🐠🐡🦈🐬🐳🐋🦭🐊🐢🦎🐍🐸🦕🦖🐲",
        "👩‍👩‍👧‍👦 and 👨‍👩‍👧 and 👩‍👦 and 👨‍👦", "čtyři tichá slova vzorku", "<>&\"' %00 \\ ; -- $(x)",
    ]

    @Test("A password is the same however a keyboard composes its accents, and is never cut")
    func composed() throws {
        let hash = try PasswordHash(of: "caf\u{E9} au lait chaud", cost: Sample.cost)
        #expect(hash.matches("cafe\u{301} au lait chaud"))
        #expect(!hash.matches("cafe au lait chaud") && !hash.matches("caf\u{E9} au lait chaud "))
        let long = String(repeating: "x", count: 255)
        #expect(!(try PasswordHash(of: long + "y", cost: Sample.cost).matches(long + "z")))
    }

    @Test(
        "A file of accounts that others can read lets nobody in, with the command that mends it",
        arguments: [0o644, 0o640, 0o604, 0o610]
    )
    func exposed(mode: Int) throws {
        let files = Sample.files()
        defer { Sample.remove(files) }
        try DeskAccounts.add(
            "sample.worker",
            password: Sample.password,
            role: .manager,
            to: files,
            cost: Sample.cost
        )
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: files.accounts)
        let fault = #expect(throws: AccountError.self) { try DeskAccounts.reading(files.accounts) }
        let words = fault.map { "\($0)" } ?? ""
        #expect(words.contains("run: chmod 600 \(files.accounts)") && words.contains("mode 0\(String(mode, radix: 8))"))
        // Neither does the command write such a file over.
        #expect(throws: AccountError.self) { try DeskAccounts.remove("sample.worker", from: files) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: files.accounts)
        #expect(try DeskAccounts.reading(files.accounts).accounts.count == 1)
    }

    @Test("A password costs whoever guesses it 128 MiB")
    func cost() throws {
        #expect(PasswordHash.usualCost == 1 << 17)
        let files = Sample.files()
        defer { Sample.remove(files) }
        try DeskAccounts.add("sample.worker", password: Sample.password, role: .manager, to: files)
        #expect(try DeskAccounts.reading(files.accounts)["sample.worker"]?.password?.cost == 1 << 17)
    }

    @Test("Many who change the file at once lose nothing of each other")
    func together() async throws {
        let files = Sample.files()
        defer { Sample.remove(files) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try DeskAccounts.add("sample.w\(number)", subject: "\(number)", role: .practitioner, to: files)
                }
            }
            try await group.waitForAll()
        }
        #expect(try DeskAccounts.reading(files.accounts).accounts.count == 20)
    }

    @Test("The same name twice is refused")
    func twice() throws {
        let files = Sample.files()
        defer { Sample.remove(files) }
        try DeskAccounts.add(
            "sample.worker",
            password: Sample.password,
            role: .manager,
            to: files,
            cost: Sample.cost
        )
        #expect(throws: AccountError.alreadyThere(name: "sample.worker")) {
            try DeskAccounts.add(
                "sample.worker",
                password: Sample.password,
                role: .manager,
                to: files,
                cost: Sample.cost
            )
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

    @Test(
        "A control character is no part of a password, wherever it stands",
        arguments: [
            "\(Sample.password)\u{0}", "\u{0}\(Sample.password)", "four\tquiet sample words", "four\u{85}quiet words",
        ]
    )
    func controls(password: String) {
        #expect(throws: AccountError.passwordHasControls) { try PasswordRules.demand(password, for: "sample.worker") }
    }
}
