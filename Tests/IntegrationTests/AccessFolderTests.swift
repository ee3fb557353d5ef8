import Foundation
import Testing

@Suite("Who may sign in, and which children are restricted, is for the desk alone", .serialized)
struct AccessFolderTests {
    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("A new site has a list of restricted children that only its owner reads, in a folder that others may pass")
    func modes() throws {
        let site = try TestSite()
        #expect(try mode("\(site.folder)/Config") == 0o755)
        #expect(try mode("\(site.folder)/Config/access") == 0o700)
        #expect(try mode("\(site.folder)/Config/access/restricted.yaml") == 0o600)
        #expect(try mode("\(site.folder)/Config/cse-desk.yaml") == 0o644)
    }

    @Test("The desk's check names accounts that others can read, and a list of restricted children that is gone")
    func check() throws {
        let site = try TestSite()
        let access = "\(site.folder)/Config/access"
        try "accounts: {}\n".write(toFile: "\(access)/accounts.yaml", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: "\(access)/accounts.yaml")
        try FileManager.default.removeItem(atPath: "\(access)/restricted.yaml")
        let found = try TestSite.run("cse-desk", ["check", "--config", site.configuration(of: "cse-desk")])
        #expect(found.status != 0)
        #expect(found.text.contains("run: chmod 600") && found.text.contains("write 'restricted: []' into it"))
    }

    @Test(
        "A new site has a key of its accounts; the command keeps a password with it, and says what to do where it is lost"
    )
    func key() throws {
        let site = try TestSite()
        let (key, accounts) = ("\(site.folder)/keys/accounts.key", "\(site.folder)/Config/access/accounts.yaml")
        #expect(try mode(key) == 0o600)
        let add = "echo a-synthetic-password | \(TestSite.binaries)/refbus desk account add sample.worker --site "
        let added = try TestSite.run("/bin/sh", ["-c", add + site.folder])
        try #require(added.status == 0)
        #expect(try site.refbus("desk", "account", "code", "sample.worker").status == 0)
        let text = try String(contentsOfFile: accounts, encoding: .utf8)
        #expect(text.contains("key: ") && text.contains("sealed: ") && !text.contains("code: "))
        try FileManager.default.removeItem(atPath: key)
        func check() throws -> String {
            try TestSite.run("cse-desk", ["check", "--config", site.configuration(of: "cse-desk")]).text
        }
        #expect(try check().contains("this key is gone"))
        let refused = try site.refbus("desk", "account", "code", "sample.worker")
        #expect(refused.status != 0 && refused.text.contains("refbus desk account key"))
        let made = try site.refbus("desk", "account", "key")
        #expect(made.status != 0 && made.text.contains("accounts.key is made"))
        #expect(made.text.contains("another key kept the password or second factor of sample.worker"))
        #expect(try check().contains("another key kept the password or second factor of sample.worker"))
        let shown = try site.refbus("desk", "provider-key")
        #expect(shown.status == 0 && shown.text.contains("\"crv\":\"P-256\"") && !shown.text.contains("PRIVATE"))
        #expect(try mode("\(site.folder)/keys/provider.key") == 0o600)
        #expect(try site.refbus("desk", "provider-key").text == shown.text)
        let taken = try site.refbus("keys", "new", "accounts", "--sector", "health")
        #expect(taken.status != 0 && taken.text.contains("take another name"))
    }
}
