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
}
