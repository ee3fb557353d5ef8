import Accounts
import DaemonKit
import SafeguardingModel
import Testing

@Suite("The check of who somebody is")
struct AuthenticatorTests {
    private let clock = SettableClock(Sample.start)

    private func authenticator(_ files: AccountFiles, cost: Int = Sample.cost) throws -> Authenticator {
        Authenticator(
            accounts: AccountBook(files) { _ in },
            usedCodes: try UsedCodes(file: "\(Path.parent(of: files.accounts))/codes.json"),
            clock: clock,
            passwordCost: cost,
            breached: nil
        )
    }

    /// An account that signs in by a password and by the provider.
    private func addAccount(_ files: AccountFiles) throws {
        let name = "sample.worker"
        try DeskAccounts.add(name, password: Sample.password, role: .practitioner, to: files, cost: Sample.cost)
        try DeskAccounts.setSubject("sub-0001", of: name, in: files)
    }

    private func enter(_ authenticator: Authenticator, _ password: String = Sample.password) async -> Session? {
        let outcome = await authenticator.signIn("sample.worker", password: password, code: "", from: "192.0.2.1")
        if case .welcome(_, let session) = outcome { return session }
        return nil
    }

    @Test("A password that is hashed anew at its full cost ends no session that stands")
    func hashedAnew() async throws {
        let files = Sample.files()
        defer { Sample.remove(files) }
        try addAccount(files)
        let desk = try authenticator(files, cost: Sample.cost * 2)
        let standing = try #require(desk.signIn(subject: "sub-0001", from: "192.0.2.2")?.session)
        let session = try #require(await enter(desk))
        #expect(try DeskAccounts.reading(files.accounts)["sample.worker"]?.password?.cost == Sample.cost * 2)
        for session in [standing, session] { #expect(desk.account(of: session)?.name == "sample.worker") }
    }

    /// Changes of an account, and whether its sessions stand.
    private static let changes: [(String, @Sendable (AccountFiles) throws -> Void, Bool)] = [
        ("nothing", { _ in }, true),
        ("another account", { try DeskAccounts.add("sample.other", subject: "sub-2", role: .manager, to: $0) }, true),
        (
            "another password",
            {
                try DeskAccounts.setPassword("seven loud words here", of: "sample.worker", in: $0, cost: Sample.cost)
            }, false
        ),
        ("a second factor", { _ = try DeskAccounts.setCode(of: "sample.worker", in: $0) }, false),
        ("another subject", { try DeskAccounts.setSubject("sub-0009", of: "sample.worker", in: $0) }, false),
        ("no subject", { try DeskAccounts.setSubject(nil, of: "sample.worker", in: $0) }, false),
        ("removed", { try DeskAccounts.remove("sample.worker", from: $0) }, false),
        ("a file that others read", { try Files.write(Files.read($0.accounts), to: $0.accounts, mode: 0o644) }, false),
    ]

    @Test("A session stands as long as what its owner proved themselves with", arguments: changes.indices)
    func standing(index: Int) async throws {
        let files = Sample.files()
        defer { Sample.remove(files) }
        try addAccount(files)
        let desk = try authenticator(files)
        let session = try #require(await enter(desk))
        #expect(desk.account(of: session) != nil)
        try Self.changes[index].1(files)
        #expect((desk.account(of: session) != nil) == Self.changes[index].2, "\(Self.changes[index].0)")
    }

    @Test("A wrong password, an unknown name and an account of the provider alone open nothing")
    func refused() async throws {
        let files = Sample.files()
        defer { Sample.remove(files) }
        try addAccount(files)
        try DeskAccounts.add("sample.other", subject: "sub-0002", role: .manager, to: files)
        let desk = try authenticator(files)
        for (name, password) in [
            ("sample.worker", "not the password"), ("sample.nobody", Sample.password), ("sample.other", "sub-0002"),
            ("Sample.Worker", Sample.password), ("", ""),
        ] {
            guard case .wrong = await desk.signIn(name, password: password, code: "", from: "192.0.2.1") else {
                Issue.record("\(name) came in")
                continue
            }
        }
        #expect(desk.signIn(subject: "sub-0003", from: "192.0.2.1") == nil)
    }
}
