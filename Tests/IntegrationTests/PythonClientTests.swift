import Foundation
import Testing

@Suite("The protocol's page is enough", .serialized)
struct PythonClientTests {
    /// `Scripts/test` installs pyzmq and says where.
    private static let python = ProcessInfo.processInfo.environment["REFBUS_PYTHON"]

    @Test(
        "The example client publishes to the real aggregator, and again after the aggregator was killed",
        .enabled(if: python != nil)
    )
    func publishes() throws {
        let python = try #require(Self.python)
        let site = try TestSite()
        try site.start("aggregator")
        let file = "\(site.folder)/events.jsonl"
        func write(_ numbers: ClosedRange<Int>) throws {
            let lines = numbers.map { sampleEvent("sample-house", $0, child: $0 % 20) }
            try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        }
        func publish() throws -> (status: Int32, text: String) {
            try TestSite.run(
                python,
                [
                    "\(TestSite.package)/Docs/examples/publish.py", "--endpoint", "tcp://127.0.0.1:\(site.port)",
                    "--server-key", "\(site.folder)/keys/aggregator.pub", "--key",
                    "\(site.folder)/keys/sample-house.key", file,
                ]
            )
        }
        try write(1...500)
        #expect(try publish().text.contains("500 accepted, 0 refused"))
        site.kill("aggregator")
        try site.start("aggregator")
        try write(1...900)
        let second = try publish()
        #expect(second.status == 0 && second.text.contains("900 accepted, 0 refused"), "\(second.text)")
        let verified = try site.refbus("journal", "verify")
        #expect(verified.status == 0)
        #expect(verified.text.contains("901 entries"), "900 events, each once, and the configuration: \(verified.text)")
    }
}
