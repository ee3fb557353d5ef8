import Accounts
import DaemonKit
import Desk
import Foundation
import SafeguardingModel
import Testing

@Suite("cse-desk.yaml")
struct ConfigurationTests {
    private static let usual = """
        listen: 127.0.0.1:7480
        aggregator: { follow: tcp://127.0.0.1:7401, key: keys/aggregator.pub }
        key: keys/cse-desk.key
        accounts: Config/access/accounts.yaml

        """

    private func read(_ text: String) throws -> DeskConfiguration {
        let (folder, file) = try write(text)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try DeskConfiguration(ConfigurationFile(path: file))
    }

    /// A site's folder with this configuration in it.
    private func write(_ text: String) throws -> (folder: URL, file: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-\(UUID().uuidString)")
        let configuration = folder.appendingPathComponent("Config")
        try FileManager.default.createDirectory(at: configuration, withIntermediateDirectories: true)
        let file = configuration.appendingPathComponent("cse-desk.yaml").path
        try Files.write(Array(text.utf8), to: file)
        return (folder, file)
    }

    @Test("Reads what a site has, with paths inside the site")
    func usual() throws {
        let configuration = try read(Self.usual)
        #expect(configuration.host == "127.0.0.1" && configuration.port == 7_480)
        #expect(configuration.key.hasSuffix("/keys/cse-desk.key") && configuration.data.hasSuffix("/data/cse-desk"))
        #expect(configuration.settings.passwordCost == PasswordHash.usualCost)
        #expect(configuration.timezone == .london && !configuration.isBehindProxy && !configuration.followsJournalClock)
    }

    @Test("Beyond this machine it listens only behind something that speaks TLS")
    func proxy() throws {
        let open = Self.usual.replacing("127.0.0.1:7480", with: "0.0.0.0:7480")
        #expect(throws: (any Error).self) { try read(open) }
        #expect(try read(open + "behindProxy: true\n").host == "0.0.0.0")
        #expect(try read(Self.usual.replacing("127.0.0.1:7480", with: "\"[::1]:7480\"")).host == "::1")
    }

    @Test("A list of restricted children that the configuration names must be there at the start")
    func restricted() async throws {
        let (folder, file) = try write(Self.usual + "restricted: Config/access/nowhere.yaml\n")
        defer { try? FileManager.default.removeItem(at: folder) }
        func faults() async throws -> [String] {
            try await DeskProgram(ConfigurationFile(path: file)).faults().filter { $0.contains("restricted children") }
        }
        let found = try await faults()
        #expect(found.count == 1 && found.first?.contains("/Config/access/nowhere.yaml") == true, "\(found)")
        let list = folder.appendingPathComponent("Config/access/nowhere.yaml")
        try FileManager.default.createDirectory(at: list.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Files.write(Array("restricted: []\n".utf8), to: list.path)
        #expect(try await faults().isEmpty)
        // One that is not named may be absent.
        try Files.write(Array(Self.usual.utf8), to: file)
        #expect(try await faults().isEmpty)
    }

    private static let provider = """
        provider: { issuer: "https://login.example.org/council", client: cse-desk, desk: "https://desk.example.org/" }

        """

    @Test("A provider is https, and the address that leads back is the desk's own")
    func provider() throws {
        let read = try read(Self.usual + Self.provider)
        let settings = try #require(read.provider)
        #expect(settings.returnAddress == "https://desk.example.org/login/provider/return")
        #expect(settings.secondFactor == ["mfa"] && settings.secret == nil)
        for address in ["http://login.example.org", "login.example.org", "https://user:word@login.example.org"] {
            let other = Self.provider.replacing("https://login.example.org/council", with: address)
            let fault = #expect(throws: (any Error).self) { try self.read(Self.usual + other) }
            #expect("\(fault.map { "\($0)" } ?? "")".contains(".yaml:5:"), "\(address)")
        }
        let here = Self.provider.replacing("https://login.example.org", with: "http://localhost:9")
        #expect(try self.read(Self.usual + here).provider?.issuer == "http://localhost:9/council")
    }

    @Test(
        "A slip names its line",
        arguments: [
            ("listen: 127.0.0.1:7480", "listen: 127.0.0.1", 1),
            ("listen: 127.0.0.1:7480", "listen: 127.0.0.1:99999", 1),
            ("listen: 127.0.0.1:7480", "listen: desk.example.org:7480", 1),
            ("tcp://127.0.0.1:7401", "127.0.0.1:7401", 2),
            ("key: keys/cse-desk.key", "kex: keys/cse-desk.key", 3), ("key: keys/cse-desk.key", "timezone: Mars", 3),
        ]
    )
    func slips(old: String, new: String, line: Int) {
        let fault = #expect(throws: (any Error).self) { try read(Self.usual.replacing(old, with: new)) }
        #expect(
            "\(fault.map { "\($0)" } ?? "")".contains(".yaml:\(line):") || new.hasPrefix("timezone"),
            "\(String(describing: fault))"
        )
    }
}
