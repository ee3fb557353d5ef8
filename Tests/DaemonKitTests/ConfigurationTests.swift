import DaemonKit
import Logging
import SafeguardingModel
import StrictYAML
import TestKit
import Testing

@Suite("Configuration and site")
struct ConfigurationTests {
    @Test(
        "The site of a configuration file is the folder above its Config",
        arguments: [
            ("/srv/bus/Config/aggregator.yaml", "/srv/bus"), ("Config/aggregator.yaml", "."),
            ("/srv/bus/Config/agencies/sample-house/adapter.yaml", "/srv/bus"), ("/etc/bus/adapter.yaml", "/etc/bus"),
            ("adapter.yaml", "."), ("site/Config/a.yaml", "site"), ("./Config/a.yaml", "."),
        ]
    )
    func siteOf(file: String, root: String) {
        #expect(Site(ofConfiguration: file).root == root)
    }

    @Test("Paths in a configuration are relative to the site, absolute ones stay")
    func paths() {
        let site = Site(root: "/srv/bus")
        #expect(site.path("inbox/sample-house") == "/srv/bus/inbox/sample-house")
        #expect(site.path("./inbox") == "/srv/bus/inbox")
        #expect(site.path("/var/inbox") == "/var/inbox")
        #expect(Site(root: ".").inbox(of: "sample-house") == "inbox/sample-house")
        #expect(site.keyFile("aggregator") == "/srv/bus/keys/aggregator.key")
    }

    @Test("A configuration file that is missing or broken says so with its path and line")
    func faults() throws {
        let folder = try Scratch()
        let gone = folder("Config/a.yaml")
        #expect(throws: YAMLError(file: gone, line: 0, message: "cannot be opened: it does not exist")) {
            try ConfigurationFile(path: gone)
        }
        let broken = try folder.write("a: 1\nb: [\n", to: "Config/b.yaml")
        let fault = #expect(throws: YAMLError.self) { try ConfigurationFile(path: broken) }
        #expect("\(try #require(fault))".hasPrefix("\(broken):"))
        let fine = try ConfigurationFile(path: try folder.write("a: 1\n", to: "Config/c.yaml"))
        #expect(fine.site == Site(root: folder.path))
    }

    @Test("A file in another encoding is refused in words")
    func encoding() throws {
        let folder = try Scratch()
        try Files.write([0x61, 0x3A, 0x20, 0xE9, 0x0A], to: folder("a.yaml"))
        let fault = #expect(throws: YAMLError.self) { try ConfigurationFile(path: folder("a.yaml")) }
        #expect(fault?.message == "is not text in UTF-8")
    }

    @Test("The log's settings are read, and a slip in them is an error with its line")
    func log() throws {
        let root = try YAMLNode(parsing: "log: { level: debug, format: json }\n", file: "a.yaml").openMapping()
        #expect(try LogSettings(root["log"]) == LogSettings(level: .debug, format: .json))
        #expect(try LogSettings(root["gone"]) == LogSettings())
        let slip = try YAMLNode(parsing: "log:\n  level: loud\n", file: "a.yaml").openMapping()
        let fault = #expect(throws: YAMLError.self) { try LogSettings(slip["log"]) }
        #expect(fault?.line == 2)
    }
}
