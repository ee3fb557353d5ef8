import Glibc
import SafeguardingModel
import TestKit
import Testing

@testable import DaemonKit

@Suite("Health")
struct HealthTests {
    private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

    @Test(
        "What a process says of itself in one sentence",
        arguments: [
            (#"{"state":"serving","fault":null,"faults":[],"facts":{}}"#, true, "serving"),
            (#"{"state":"draining","fault":null,"faults":[]}"#, false, "draining"),
            (
                #"{"state":"serving","faults":[{"name":"disk-low","sentence":"3 MiB are left"}]}"#, false,
                "disk-low: 3 MiB are left"
            ),
            (
                #"{"state":"starting","faults":[{"name":"link","sentence":"denied"},{"name":"folder","sentence":"full"}]}"#,
                false, "starting; link: denied; folder: full"
            ),
            ("half a fi", false, "it cannot be read what the process says of itself"),
        ]
    )
    func sentences(document: String, isWell: Bool, sentence: String) {
        let report = HealthReport(document: Array(document.utf8))
        #expect(report.isWell == isWell)
        #expect(report.sentence == sentence)
    }

    @Test("A fault has a name for monitors and a sentence for people, and goes when it is over")
    func faults() {
        let health = Health(program: "sample", clock: SettableClock(Instant(seconds: 0)))
        #expect(health.report(.quarantine, "3 files wait for somebody"))
        #expect(!health.report(.quarantine, "4 files wait for somebody"))
        health.report(.linkRefused, "nothing is published")
        #expect(health.document()["fault"]?.string == "4 files wait for somebody; nothing is published")
        #expect(
            health.document()["faults"]
                == .array([
                    ["name": "quarantine", "sentence": "4 files wait for somebody"],
                    ["name": "link-refused", "sentence": "nothing is published"],
                ])
        )
        #expect(health.report(.quarantine, nil))
        health.report(.linkRefused, nil)
        #expect(health.document()["fault"]?.isNull == true)
        #expect(health.document()["faults"] == .array([]))
    }

    @Test("A folder on which no daemon has run, and one whose daemon left no word, are told apart")
    func notRunning() throws {
        let folder = try Scratch()
        #expect(HealthReport(asking: folder("data")).sentence == "not running (it has not run here)")
        #expect(!HealthReport(asking: folder("data")).hasRunHere)
        do { _ = try DirectoryLock(folder("data"), program: "sample") }
        #expect(HealthReport(asking: folder("data")).sentence == "not running (it left no word)")
        let lock = try DirectoryLock(folder("data"), program: "sample")
        #expect(HealthReport(asking: folder("data")).sentence.hasPrefix("runs, and cannot be asked how it is"))
        withExtendedLifetime(lock) {}
    }

    @Test("A whole daemon says that it serves, answers SIGTERM with exit 0, and leaves word that it stopped")
    func whole() async throws {
        let folder = try Scratch()
        let configuration = try folder.write("data: data\n", to: "Config/sample.yaml")
        await #expect(processExitsWith: .exitCode(0)) {
            [configuration = configuration as String, data = folder("data") as String] in
            Task.detached {
                while !HealthReport(asking: data).isWell { try await Task.sleep(for: .milliseconds(10)) }
                kill(getpid(), SIGTERM)
            }
            await SampleProgram.main(["--config", configuration])
            exit(0)
        }
        #expect(HealthReport(asking: folder("data")).sentence.hasPrefix("not running (stopped at "))
        #expect(!Files.exists(folder("data/health.sock")))
    }

    @Test("A daemon that is killed is not running at once, whatever it wrote a moment before")
    func killed() async throws {
        let folder = try Scratch()
        let configuration = try folder.write("data: data\n", to: "Config/sample.yaml")
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [configuration = configuration as String, data = folder("data") as String] in
            Task.detached {
                while !HealthReport(asking: data).isWell || !Files.exists(HealthFile.path(in: data)) {
                    try await Task.sleep(for: .milliseconds(10))
                }
                kill(getpid(), SIGKILL)
            }
            await SampleProgram.main(["--config", configuration])
        }
        let report = HealthReport(asking: folder("data"))
        #expect(!report.isWell)
        #expect(report.sentence.hasPrefix("not running (it ended without saying so; last heard of at "))
    }

    @Test("A daemon whose parts do not answer hangs, by its own word, also the second time that it is asked")
    func hanging() async throws {
        let folder = try Scratch()
        let configuration = try folder.write("data: data\nmood: mute\n", to: "Config/sample.yaml")
        let result = try await #require(processExitsWith: .exitCode(0), observing: [\.standardOutputContent]) {
            [configuration = configuration as String, data = folder("data") as String] in
            Task.detached {
                while !HealthReport(asking: data).sentence.contains("hangs") {
                    try await Task.sleep(for: .milliseconds(10))
                }
                print(HealthReport(asking: data).sentence)
                exit(0)
            }
            await SampleProgram.main(["--config", configuration])
        }
        #expect(text(result.standardOutputContent).contains("hangs: parts of it have not answered for 3 seconds"))
    }

    @Test(
        "A disk is low below a tenth of it, and a large one below a gigabyte",
        arguments: [
            (free: 1 << 30, size: 1 << 40, says: nil),
            (
                free: 900 << 20, size: 1 << 40,
                says: "900 MiB of 1,048,576 MiB are left; free some space, or what is sent waits with its senders"
            ),
            (free: 1 << 20, size: 4 << 20, says: nil),
            (
                free: 300 << 10, size: 4 << 20,
                says: "300 KiB of 4 MiB are left; free some space, or what is sent waits with its senders"
            ),
            (
                free: 0, size: 4 << 20,
                says: "the disk of the data is full; free some space, or what is sent waits with its senders"
            ),
        ] as [(free: UInt64, size: UInt64, says: String?)]
    )
    func disk(free: UInt64, size: UInt64, says: String?) {
        #expect(DiskSpace(free: free, size: size).fault == says)
    }
}
