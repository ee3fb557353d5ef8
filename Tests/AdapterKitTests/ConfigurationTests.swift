import AdapterKit
import DaemonKit
import SafeguardingModel
import StrictYAML
import TestKit
import Testing

@Suite("adapter.yaml")
struct ConfigurationTests {
    private let folder: Scratch

    init() throws { folder = try Scratch() }

    private func configuration(_ text: String) throws -> AdapterConfiguration {
        let path = try folder.write(text, to: "Config/agencies/sample-house/adapter.yaml")
        return try AdapterConfiguration(ConfigurationFile(path: path))
    }

    private static let least = "agency: sample-house\naggregator: { publish: tcp://127.0.0.1:7400 }\n"

    @Test("Everything but the agency and the aggregator has a usual value inside the site")
    func usual() throws {
        let configuration = try configuration(Self.least)
        #expect(configuration.key == folder("keys/sample-house.key"))
        #expect(configuration.aggregatorKey == folder("keys/aggregator.pub"))
        #expect(configuration.folder == FolderSettings(inbox: folder("inbox/sample-house"), settle: .seconds(5)))
        #expect(configuration.data == folder("data/sample-house"))
        #expect(configuration.mappings == folder("Config/agencies/sample-house/mappings"))
        #expect(configuration.http == nil && configuration.limits == OutboxLimits())
    }

    @Test("A path of forty characters is a path, and forty characters of a key are a key")
    func pathOrKey() throws {
        let path = "/srv/example-site/xxxxxxx/aggregator.pub"
        let key = "/rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf"
        #expect(path.utf8.count == 40 && key.utf8.count == 40)
        for (text, isKey) in [(path, false), ("sites/example-one/xxxxxxx/aggregator.pub", false), (key, true)] {
            let text = "agency: sample-house\naggregator: { publish: tcp://127.0.0.1:7400, key: \"\(text)\" }\n"
            #expect(try configuration(text).isAggregatorKeyWritten == isKey, "\(text)")
        }
        // Nobody wrote a key: the usual file is no key, however long the site's path is.
        #expect(try !configuration(Self.least).isAggregatorKeyWritten)
    }

    @Test("What is said is taken")
    func said() throws {
        let key = String(repeating: "k", count: 40)
        let configuration = try configuration(
            """
            agency: sample-house
            sector: residential
            key: keys/other.key
            aggregator: { publish: "tcp://[::1]:7400", key: "\(key)" }
            inbox: /srv/exports
            quarantine: bad
            data: data/x
            http: "[::1]:7415"
            mappings: maps
            settle: 30 s
            done: move
            keep: 3 d
            limits: { events: 10, megabytes: 2, bodyMegabytes: 1 }
            """
        )
        #expect(configuration.sector == .residential && configuration.aggregatorKey == key)
        #expect(configuration.publish == "tcp://[::1]:7400")
        let settings = configuration.folder
        #expect(settings.inbox == "/srv/exports" && settings.quarantine == folder("bad") && settings.done == .move)
        #expect(settings.settle == .seconds(30))
        #expect(configuration.http == HTTPAddress(host: "::1", port: 7415))
        #expect(
            configuration.limits == OutboxLimits(events: 10, bytes: 2 << 20, keep: .days(3))
                && configuration.bodyBytes == 1 << 20
        )
    }

    @Test(
        "A slip is an error with its line and what was expected",
        arguments: [
            ("agency: sample-house\n", 1, "the key 'aggregator' is missing"),
            ("agency: Sample House\n" + least.dropFirst(21), 1, "expected a short name of lower-case letters"),
            (least + "inbx: a\n", 3, "unknown key 'inbx', did you mean 'inbox'?"),
            (least + "settle: soon\n", 3, "expected a length of time"), (least + "settle: -1\n", 3, "from 0 to 3600"),
            (least + "keep: 400 d\n", 3, "from 0 d to 366 d"),
            (least + "done: delete\n", 3, "'delete' is not known here"),
            (least + "limits: { events: 0 }\n", 3, "from 1 to"), (least + "http: 7415\n", 3, "such as 127.0.0.1:7411"),
            (least + "http: 127.0.0.1:70000\n", 3, "such as 127.0.0.1:7411"),
            (least + "http: 0.0.0.0:7415\n", 3, "can be reached from other machines"),
            (least + "http: 127.evil.example:7415\n", 3, "can be reached from other machines"),
            (least + "http: { address: 10.0.0.5:7415 }\n", 3, "outside: true"),
            ("agency: sample-house\naggregator: { publish: 127.0.0.1:7400 }\n", 2, "such as tcp://127.0.0.1:7400"),
        ]
    )
    func slips(text: String, line: Int, says: String) throws {
        let fault = #expect(throws: YAMLError.self) { try configuration(text) }
        #expect(fault?.line == line)
        #expect(fault?.message.contains(says) == true, "\(fault?.message ?? "")")
    }

    @Test("An address that others reach needs to be asked for in so many words")
    func outside() throws {
        let text = Self.least + "http: { address: 10.0.0.5:7415, outside: true }\n"
        #expect(try configuration(text).http == HTTPAddress(host: "10.0.0.5", port: 7415, isOutside: true))
    }
}
