import DaemonKit
import Glibc
import SafeguardingModel
import Testing

@Suite("Health")
struct HealthTests {
    private let now = Instant(seconds: 1_451_908_800)

    private func report(_ text: String) throws -> HealthReport {
        let folder = try Scratch()
        return HealthReport(reading: try folder.write(text, to: "health.json"), now: now)
    }

    @Test("A daemon that serves and wrote lately is well")
    func well() throws {
        let report = try report(#"{"state":"serving","at":"\#(now.rfc3339)","fault":null,"facts":{}}"#)
        #expect(report.isWell && report.sentence == "serving")
    }

    @Test("A daemon that hangs, drains, or says that something keeps it from its work is not well")
    func unwell() throws {
        let old = (now - .minutes(1)).rfc3339
        #expect(try !report(#"{"state":"serving","at":"\#(old)","fault":null}"#).isWell)
        #expect(try report(#"{"state":"draining","at":"\#(now.rfc3339)","fault":null}"#).sentence == "draining")
        #expect(try report(#"{"state":"serving","at":"\#(now.rfc3339)","fault":"disk full"}"#).sentence == "disk full")
        #expect(HealthReport(reading: "/nowhere/health.json", now: now).sentence == "not running (no health file)")
        #expect(try !report("half a fi").isWell)
    }

    @Test("A whole daemon writes its health file, answers SIGTERM with exit 0, and says stopped")
    func whole() async throws {
        let folder = try Scratch()
        let configuration = try folder.write("data: data\n", to: "Config/sample.yaml")
        let root = folder.path
        await #expect(processExitsWith: .exitCode(0)) {
            [configuration = configuration as String, root = root as String] in
            let file = HealthFile.path(in: "\(root)/data")
            Task.detached {
                while !HealthReport(reading: file, now: SystemClock().now).isWell {
                    try await Task.sleep(for: .milliseconds(10))
                }
                kill(getpid(), SIGTERM)
            }
            await SampleProgram.main(["--config", configuration])
            exit(0)
        }
        #expect(
            HealthReport(reading: HealthFile.path(in: folder("data")), now: SystemClock().now).sentence == "stopped"
        )
    }
}
