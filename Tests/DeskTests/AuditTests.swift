import Accounts
import Crypto
import DaemonKit
import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("Who saw what")
struct AuditTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-audit-\(UUID())").path

    /// Three days of work, of which two are over.
    private func log() throws -> (AuditLog, SettableClock) {
        let clock = SettableClock(World.start)
        let log = try AuditLog(folder: folder, clock: clock)
        for day in 0..<3 {
            for number in 0..<5 {
                try log.write(.sawAlert, by: "sample.worker", alert: "A-\(day)-\(number)")
                clock.advance(by: .minutes(10))
            }
            if day < 2 { clock.advance(by: .days(1)) }
        }
        return (log, clock)
    }

    private func lines(_ name: String) throws -> [String] {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func write(_ lines: [String], to name: String) throws {
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    @Test("A log that nobody touched holds, and its roots vouch for every day that is over")
    func sound() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (_, clock) = try log()
        let found = try AuditVerification(folder: folder)
        #expect(found.isSound && found.entries == 15 && found.sealed == 10 && found.seals == 2)
        // Opened again it goes on where it was.
        let again = try AuditLog(folder: folder, clock: clock)
        clock.advance(by: .days(1))
        try again.write(.signedOut, by: "sample.worker")
        let later = try AuditVerification(folder: folder)
        #expect(later.isSound && later.entries == 16 && later.sealed == 15)
        #expect(again.recent(1) { $0.what == .sawAlert }.first?.alert == "A-2-4")
    }

    @Test(
        "Whatever is done to a day that is over shows",
        arguments: ["change", "take out", "put in", "swap", "no day"]
    )
    func tampered(how: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try log()
        var lines = try lines("2016-01-04.jsonl")
        switch how {
        case "change": lines[2] = lines[2].replacing("sample.worker", with: "sample.other")
        case "take out": lines.remove(at: 2)
        case "put in": lines.insert(lines[2], at: 2)
        case "swap": lines.swapAt(1, 2)
        default: try FileManager.default.removeItem(atPath: "\(folder)/2016-01-05.jsonl")
        }
        try write(lines, to: "2016-01-04.jsonl")
        #expect(!(try AuditVerification(folder: folder).isSound))
    }

    @Test(
        "Whatever is done to a day that is over shows without the seals, too, and where the desk starts",
        arguments: [
            "take out all seals", "take out the last seal", "take out the first seal", "change and take out all seals",
            "take out lines and all seals", "cut the end off", "cut the end off and take out its seal",
            "take out the key",
        ]
    )
    func withoutSeals(how: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (_, clock) = try log()
        let day = try lines("2016-01-04.jsonl")
        let seals = try lines("seals.jsonl")
        if how.contains("change") {
            try write(day.map { $0.replacing("sample.worker", with: "sample.other") }, to: "2016-01-04.jsonl")
        }
        if how.contains("all seals") { try FileManager.default.removeItem(atPath: "\(folder)/seals.jsonl") }
        switch how {
        case "take out the last seal": try write(seals.dropLast(), to: "seals.jsonl")
        case "take out the first seal": try write(Array(seals.dropFirst()), to: "seals.jsonl")
        case "take out lines and all seals": try renumber(without: 2)
        case "cut the end off":
            for day in ["2016-01-05", "2016-01-06"] {
                try FileManager.default.removeItem(atPath: "\(folder)/\(day).jsonl")
            }
        case "cut the end off and take out its seal":
            try FileManager.default.removeItem(atPath: "\(folder)/2016-01-05.jsonl")
            try write(seals.dropLast(), to: "seals.jsonl")
        case "take out the key": try FileManager.default.removeItem(atPath: "\(folder)/signing.key")
        default: break
        }
        #expect(!(try AuditLog(folder: folder, clock: clock).faults.isEmpty))
        // Once the desk goes on it does not heal: what is missing stays missing.
        clock.advance(by: .days(1))
        let log = try AuditLog(folder: folder, clock: clock)
        try log.write(.sawAlert, by: "sample.worker", alert: "A-9-0")
        #expect(!(try AuditVerification(folder: folder).isSound))
    }

    @Test(
        "Keys, names of files and empty lines are part of what is verified",
        arguments: [
            ("signing.pub is gone", "signing.pub: is not there"), ("signing.pub of another log", "another key"),
            ("signing.key of another log", "does not belong to signing.pub"),
            ("signing.key is gone", "the key that signs the roots was gone"),
            ("signing.key is no key", "cannot be read as the key"),
            ("an empty line in a sealed day", "cannot be read"), ("an empty line today", "cannot be read"),
            ("a sealed day under an earlier name", "given another name"),
            ("a sealed day under a later name", "given another name"),
            ("today under an earlier name", "of a later day"),
        ]
    )
    func besideTheLines(how: String, says: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try log()
        func move(_ from: String, _ to: String) throws {
            try FileManager.default.moveItem(atPath: "\(folder)/\(from).jsonl", toPath: "\(folder)/\(to).jsonl")
        }
        let other = Curve25519.Signing.PrivateKey()
        switch how {
        case "signing.pub is gone": try FileManager.default.removeItem(atPath: "\(folder)/signing.pub")
        case "signing.pub of another log": try write([Hex.text(other.publicKey.rawRepresentation)], to: "signing.pub")
        case "signing.key of another log":
            try other.rawRepresentation.write(to: URL(fileURLWithPath: "\(folder)/signing.key"))
        case "signing.key is no key": try write(["rubbish"], to: "signing.key")
        case "signing.key is gone": try FileManager.default.removeItem(atPath: "\(folder)/signing.key")
        case "an empty line in a sealed day": try write(lines("2016-01-04.jsonl") + [""], to: "2016-01-04.jsonl")
        case "an empty line today": try write([""] + lines("2016-01-06.jsonl"), to: "2016-01-06.jsonl")
        case "a sealed day under an earlier name": try move("2016-01-04", "2016-01-03")
        case "a sealed day under a later name":
            try move("2016-01-06", "2016-01-07")
            try move("2016-01-05", "2016-01-06")
        default:
            for day in ["2016-01-04", "2016-01-05", "2016-01-06"] { try move(day, "2015-12-\(day.suffix(2))") }
        }
        let found = try AuditVerification(folder: folder, isCopy: false)
        #expect(found.faults.contains { "\($0)".contains(says) }, "\(found.faults)")
    }

    /// Takes the first lines of the log out, and numbers the others as if they had never been.
    private func renumber(without count: Int) throws {
        var number = 0
        for (index, name) in ["2016-01-04.jsonl", "2016-01-05.jsonl", "2016-01-06.jsonl"].enumerated() {
            let kept = try lines(name).dropFirst(index == 0 ? count : 0).map { line in
                number += 1
                return line.replacing(/"n":\d+/, with: "\"n\":\(number)")
            }
            try write(kept, to: name)
        }
    }

    @Test("A root kept elsewhere is found in the log that went on from it, and in no other")
    func keptRoot() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (log, clock) = try log()
        let kept = try AuditVerification(folder: folder).root
        #expect(kept.hasPrefix("sha256:") && kept.utf8.count == 71)
        #expect(log.tree.rootText == kept && log.latestSeal?.tree.count == 10)
        clock.advance(by: .days(1))
        try log.write(.signedOut, by: "sample.worker")
        let later = try AuditVerification(folder: folder, root: kept)
        #expect(later.isSound && later.vouched == 15 && later.entries == 16)
        // A holder of the folder and its key writes all of it again: by itself it holds, by the root it does not.
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".jsonl") {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
        clock.set(World.start)
        let other = try AuditLog(folder: folder, clock: clock)
        for number in 0..<16 { try other.write(.sawList, by: "sample.other", alert: "A-\(number)") }
        #expect(try AuditVerification(folder: folder).isSound)
        let held = try AuditVerification(folder: folder, root: kept)
        #expect(!held.isSound && held.vouched == nil)
    }

    @Test("A clock that is set back, over a day that is signed too, leaves a log that holds")
    func clockBack() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (log, clock) = try log()
        clock.advance(by: .days(1))
        try log.sealIfDue()
        clock.advance(by: .zero - .days(2))
        try log.write(.sawList, by: "sample.worker")
        let again = try AuditLog(folder: folder, clock: clock)
        try again.write(.sawList, by: "sample.worker")
        clock.advance(by: .days(5))
        try again.write(.sawList, by: "sample.worker")
        #expect(again.faults.isEmpty)
        #expect(try AuditVerification(folder: folder).faults.isEmpty)
    }

    @Test("A root that is changed, or signed with another key, shows")
    func seals() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try log()
        let key = Curve25519.Signing.PrivateKey().publicKey.rawRepresentation
        let text = key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(!(try AuditVerification(folder: folder, key: text).isSound))
        let seals = try lines("seals.jsonl")
        try write(seals.map { $0.replacing("2016-01-04", with: "2016-01-03") }, to: "seals.jsonl")
        #expect(!(try AuditVerification(folder: folder).isSound))
        try write(seals.map { $0.replacing("\"entries\":5", with: "\"entries\":4") }, to: "seals.jsonl")
        #expect(throws: AuditError.self) { try AuditVerification(folder: folder) }
    }

    @Test("The tree's root is that of RFC 6962, however many lines", arguments: [0, 1, 2, 3, 5, 8, 13, 64, 100])
    func tree(count: Int) {
        let lines = (0..<count).map { Array("line \($0)".utf8) }
        var tree = MerkleTree()
        for line in lines { tree.append(line) }
        #expect(tree.root == Self.root(lines[...]))
    }

    /// The definition of section 2.1, word for word.
    private static func root(_ lines: ArraySlice<[UInt8]>) -> [UInt8] {
        guard lines.count > 1 else { return Array(SHA256.hash(data: lines.first.map { [0] + $0 } ?? [])) }
        var half = 1
        while half * 2 < lines.count { half *= 2 }
        let middle = lines.startIndex + half
        return Array(SHA256.hash(data: [1] + root(lines[..<middle]) + root(lines[middle...])))
    }

    @Test("Looking, searching, exporting, printing and deciding are all written down")
    func written() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let visitor = try await world.signedIn()
        _ = try await world.open("/", as: visitor)
        _ = try await world.open("/alerts/A-9-0", as: visitor)
        _ = try await world.open(Paths.child(child), as: visitor)
        _ = try await world.send("/search", as: visitor, ["q": "Ada"])
        _ = try await world.open("\(Paths.child(child))/chronology.csv", as: visitor)
        _ = try await world.open("\(Paths.child(child))/pack", as: visitor)
        _ = try await world.send("/alerts/A-9-0/note", as: visitor, ["note": "Seen."])
        _ = try await world.send("/logout", as: visitor, [:])
        let text = try String(contentsOfFile: "\(world.auditFolder)/2016-01-04.jsonl", encoding: .utf8)
        let found = text.matches(of: /"what":"([a-z-]+)"/).map { String($0.output.1) }
        #expect(
            found == [
                "account-changed", "signed-in", "saw-list", "saw-alert", "saw-child", "searched", "exported", "printed",
                "decided", "signed-out",
            ]
        )
        #expect(!text.contains("Ada Example"))
        #expect(try AuditVerification(folder: world.auditFolder).isSound)
    }

    @Test("A look at an alert about an adult is a look at each child whom it shows")
    func adultsAlert() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let subject = Subject.person(LinkKey(.handle, "h77"))
        let alert = Sample.alert("A-9-1", subject: subject, evidence: [Sample.evidence(at: 2)])
        await world.model.place([.raised(alert)])
        _ = try await world.open("/alerts/A-9-1", as: try await world.signedIn())
        let looks = try AuditVerification(folder: world.auditFolder, child: child.rawValue).looks
        #expect(looks.map(\.what) == ["saw-alert"] && looks.map(\.alert) == ["A-9-1"])
    }

    @Test("What is refused behind the gate is written down, in both logs, and nothing of whom it was about")
    func refusals() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        _ = try await world.open("/numbers", as: try await world.signedIn())
        let auditor = try await world.signedIn("sample.auditor", role: .auditor)
        _ = try await world.send("/alerts/A-9-0/note", as: auditor, ["note": "x"])
        _ = try await world.open("\(Paths.child(child))/pack", as: auditor)
        _ = try await world.open("/alerts/A-99-0", as: auditor)
        _ = try await world.send("/logout", as: auditor, [:], withToken: false)
        _ = try await world.open("/", as: try await world.signedIn("sample.admin", role: .administrator))
        let lines = try world.audited("refused")
        let words = [
            "for managers and auditors", "reads and decides nothing", "Open the file first", "nothing here",
            "no longer valid", "does not open children's records",
        ]
        #expect(lines.count == words.count)
        for (line, word) in zip(lines, words) { #expect(line.contains(word)) }
        #expect(lines.allSatisfy { !$0.contains(child.rawValue) && !$0.contains("A-9") })
        #expect(world.log.with("Refused").count == words.count)
        #expect(world.log.with("Refused").allSatisfy { $0.contains("code=40") && $0.contains("account=sample.") })
    }

    @Test("A restricted child's address leaves the same line as one of nothing")
    func refusalsTellNothing() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        try world.restrict("restricted: [{ record: merseyside-police/MP-1, readers: [sample.named], why: staff }]")
        let visitor = try await world.signedIn()
        for path in [Paths.child(child), Paths.child(ChildID(rawValue: "C-0")), "/alerts/A-9-0", "/alerts/A-8-0"] {
            #expect(try await world.open(path, as: visitor).status == .notFound)
        }
        let lines = try world.audited("refused").map { $0.replacing(/"n":\d+/, with: "") }
        #expect(lines.count == 4 && Set(lines).count == 1)
    }

    @Test("A name that is not the desk's, and another site's form, are in the program's log with where they came from")
    func foreign() async throws {
        let world = try World(isBehindProxy: true)
        let headers: HTTPFields = [
            .init("Sec-Fetch-Site") ?? .date: "cross-site", .init("X-Forwarded-For") ?? .date: "192.0.2.9",
        ]
        let response = try await world.send("/alerts/A-9-0/note", as: try await world.signedIn(), [:], headers: headers)
        #expect(response.status == .forbidden)
        let line = try #require(world.log.with("Refused").first)
        #expect(line.contains("code=403") && line.contains("peer=192.0.2.9"))
    }

    @Test("What changes about an account is written down, and nothing of a password")
    func accountChanges() async throws {
        let world = try World()
        func changed() async throws -> String? {
            _ = try await world.open("/login")
            return try world.audited("account-changed").last
        }
        let other = SignInTests.password
        try DeskAccounts.add(
            "sample.worker",
            password: other,
            role: .practitioner,
            teams: ["cse-team"],
            to: world.accountFiles,
            cost: World.cost
        )
        #expect(try await changed()?.contains("sample.worker: added") == true)
        try DeskAccounts.setPassword(
            "five other sample words",
            of: "sample.worker",
            in: world.accountFiles,
            cost: World.cost
        )
        #expect(try await changed()?.contains("sample.worker: another password") == true)
        _ = try DeskAccounts.setCode(of: "sample.worker", in: world.accountFiles)
        #expect(try await changed()?.contains("sample.worker: another second factor") == true)
        try DeskAccounts.removeCode(of: "sample.worker", in: world.accountFiles)
        #expect(try await changed()?.contains("sample.worker: no second factor") == true)
        try DeskAccounts.setSubject("7b1c-0004", of: "sample.worker", in: world.accountFiles)
        #expect(try await changed()?.contains("sample.worker: another subject") == true)
        var account = try #require(try DeskAccounts.reading(world.accounts)["sample.worker"])
        let others = try DeskAccounts.reading(world.accounts).accounts.filter { $0.name != account.name }
        (account.role, account.teams) = (.manager, [])
        try Files.write(Array(DeskAccounts(others + [account]).text.utf8), to: world.accounts)
        #expect(try await changed()?.contains("sample.worker: now manager, other teams") == true)
        // A file that cannot be read for a while is no change.
        let good = try Files.read(world.accounts)
        try Files.write(Array("accounts: [".utf8), to: world.accounts)
        _ = try await changed()
        try Files.write(good, to: world.accounts)
        #expect(try await changed()?.contains("sample.worker: now manager") == true)
        try DeskAccounts.remove("sample.worker", from: world.accountFiles)
        #expect(try await changed()?.contains("sample.worker: removed") == true)
        let all = try world.audited("account-changed")
        #expect(all.count == 7 && all.allSatisfy { !$0.contains("sample words") && $0.contains("(on the machine)") })
        let manager = try await world.signedIn("sample.manager", role: .manager)
        let page = try await world.open("/oversight", as: manager).text
        #expect(page.contains("An account was changed") && page.contains("sample.worker: removed"))
    }

    @Test(
        "A sign-in that succeeds, is refused or is put off is written down with where it came from, and a flood of them once"
    )
    func signIns() async throws {
        let world = try World(isBehindProxy: true)
        try world.addAccount()
        let form = try await world.signInForm()
        func enter(_ account: String, _ password: String, from address: String = "192.0.2.1") async throws {
            let headers: HTTPFields = [.init("X-Forwarded-For") ?? .date: address]
            _ = try await world.send("/login", as: form, ["account": account, "password": password], headers: headers)
        }
        for _ in 0..<9 { try await enter("sample.worker", "not the password") }
        try await enter("sample.nobody", "not the password")
        try await enter("four quiet sample words", "sample.worker")
        try await enter("sample.worker", SignInTests.password, from: "192.0.2.2")
        let refused = try world.audited("sign-in-refused")
        #expect(refused.count == 6)
        #expect(refused.prefix(5).allSatisfy { $0.contains("wrong password, from 192.0.2.1") })
        #expect(refused.last?.contains("put off, from 192.0.2.1") == true)
        #expect(try world.audited("signed-in").first?.contains("from 192.0.2.2") == true)
        #expect(world.log.with("Sign-in refused").count == 8)
        #expect(world.log.with("Sign-in refused").allSatisfy { $0.contains("peer=192.0.2.1") })
        #expect(world.log.with("Signed in").allSatisfy { $0.contains("peer=192.0.2.2") })
        // Text typed into a wrong field is in neither.
        #expect(world.log.with("quiet").isEmpty && world.log.with("sample.nobody").isEmpty)
        #expect(try !String(contentsOfFile: "\(world.auditFolder)/2016-01-04.jsonl", encoding: .utf8).contains("quiet"))
    }

    @Test("What cannot be written down is not shown")
    func unwritable() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let visitor = try await world.signedIn()
        try world.breakAuditLog()
        for path in ["/", "/alerts/A-9-0", Paths.child(child), "\(Paths.child(child))/chronology.csv"] {
            let response = try await world.open(path, as: visitor)
            #expect(response.status == .internalServerError, "\(path)")
            #expect(!response.text.contains("Ada"))
        }
        for path in ["/", "/alerts/A-9-0"] {
            let response = try await world.open(path, as: visitor, headers: Self.refresh)
            #expect(response.status == .internalServerError, "\(path) as a page that looks again")
            // The cause is for the log, not for the visitor.
            #expect(
                !response.text.contains("Ada") && !response.text.contains("audit") && !response.text.contains("/tmp")
            )
        }
    }

    private static let refresh: HTTPFields = [.init("X-Desk-Refresh") ?? .date: "1"]

    @Test("A request that calls itself a look again is written down where nothing was before it, and an alert always")
    func refreshIsALook() async throws {
        let world = try World()
        try await world.tellOfAda()
        let visitor = try await world.signedIn()
        for path in ["/", "/", "/?show=all", "/", "/?show=all"] {
            _ = try await world.open(path, as: visitor, headers: Self.refresh)
        }
        #expect(try world.audited("saw-list").count == 2)
        for _ in 0..<2 { _ = try await world.open("/alerts/A-9-0", as: visitor, headers: Self.refresh) }
        #expect(try world.audited("saw-alert").count == 2)
        // A request without that word is logged each time; another session is another look.
        for _ in 0..<2 { _ = try await world.open("/", as: visitor) }
        _ = try await world.open("/", as: try await world.signedIn("sample.other"), headers: Self.refresh)
        #expect(try world.audited("saw-list").count == 5)
    }

    @Test("An alert looked at under that word is no longer new to whoever looked")
    func refreshMarksSeen() async throws {
        let world = try World()
        try await world.tellOfAda()
        let visitor = try await world.signedIn()
        let before = try await world.open("/?whose=new", as: visitor).text
        _ = try await world.open("/alerts/A-9-0", as: visitor, headers: Self.refresh)
        let after = try await world.open("/?whose=new", as: visitor).text
        #expect(before.contains("A-9-0") && !after.contains("A-9-0"))
    }
}
