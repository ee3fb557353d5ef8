import DaemonKit
import Desk
import Foundation
import SafeguardingModel
import Testing

@Suite("The file of accounts")
struct AccountFileTests {
    private func file() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent(
            "desk-accounts-\(UUID().uuidString)/accounts.yaml"
        ).path
    }

    @Test("An account is written for its owner alone, without its password, and reads back the same")
    func add() throws {
        let file = file()
        defer { try? FileManager.default.removeItem(atPath: file) }
        try DeskAccounts.add(
            "sample.worker",
            password: SignInTests.password,
            role: .manager,
            teams: ["cse-team"],
            to: file
        )
        try DeskAccounts.add("sample.auditor", password: SignInTests.password, role: .auditor, to: file)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(!text.contains("quiet"))
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        let accounts = try DeskAccounts.reading(file)
        #expect(accounts.accounts.map(\.name) == ["sample.auditor", "sample.worker"])
        #expect(accounts.text == text)
        let worker = try #require(accounts["sample.worker"])
        #expect(worker.teams == ["cse-team"] && worker.role == .manager)
        #expect(worker.password?.matches(SignInTests.password) == true)
        #expect(worker.password?.matches(SignInTests.password + " ") == false)
        // The same password twice is not the same hash.
        #expect(worker.password != accounts["sample.auditor"]?.password)
    }

    @Test(
        "What cannot be an account is refused with the reason",
        arguments: [
            ("Sample", SignInTests.password, AccountFault.badName), ("", SignInTests.password, .badName),
            ("sample worker", SignInTests.password, .badName), ("../x", SignInTests.password, .badName),
            ("sample.worker", "short", .passwordTooShort(atLeast: 15)),
            ("sample.worker", String(repeating: "x", count: 257), .passwordTooLong(atMost: 256)),
            ("sample.worker", "I am Sample.Worker and that is all", .passwordSaysTheName),
        ]
    )
    func refused(name: String, password: String, fault: AccountFault) {
        let file = file()
        #expect(throws: fault) { try DeskAccounts.add(name, password: password, role: .practitioner, to: file) }
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("A password is the same however a keyboard composes its accents, and is never cut")
    func composed() throws {
        let hash = try PasswordHash(of: "caf\u{E9} au lait chaud", cost: 1 << 14)
        #expect(hash.matches("cafe\u{301} au lait chaud"))
        #expect(!hash.matches("cafe au lait chaud") && !hash.matches("caf\u{E9} au lait chaud "))
        let long = String(repeating: "x", count: 255)
        #expect(!(try PasswordHash(of: long + "y", cost: 1 << 14).matches(long + "z")))
    }

    @Test(
        "A file of accounts that others can read lets nobody in, with the command that mends it",
        arguments: [0o644, 0o640, 0o604, 0o610]
    )
    func exposed(mode: Int) throws {
        let file = file()
        defer { try? FileManager.default.removeItem(atPath: file) }
        try DeskAccounts.add("sample.worker", password: SignInTests.password, role: .manager, to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        let fault = #expect(throws: AccountFault.self) { try DeskAccounts.reading(file) }
        let words = fault.map { "\($0)" } ?? ""
        #expect(words.contains("run: chmod 600 \(file)") && words.contains("mode 0\(String(mode, radix: 8))"))
        // Neither does the command write such a file over.
        #expect(throws: AccountFault.self) { try DeskAccounts.remove("sample.worker", from: file) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        #expect(try DeskAccounts.reading(file).accounts.count == 1)
    }

    @Test("The same name twice is refused")
    func twice() throws {
        let file = file()
        defer { try? FileManager.default.removeItem(atPath: file) }
        try DeskAccounts.add("sample.worker", password: SignInTests.password, role: .manager, to: file)
        #expect(throws: AccountFault.alreadyThere(name: "sample.worker")) {
            try DeskAccounts.add("sample.worker", password: SignInTests.password, role: .manager, to: file)
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
}
