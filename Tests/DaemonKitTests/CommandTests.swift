import DaemonKit
import Glibc
import TestKit
import Testing

@Suite("The commands that all daemons share")
struct CommandTests {
    private let folder: Scratch

    init() throws { folder = try Scratch() }

    private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

    @Test("check of a good configuration says so and exits 0, in whichever order the arguments come")
    func good() async throws {
        let path = try folder.write("data: data\n", to: "Config/sample.yaml")
        let result = try await #require(processExitsWith: .exitCode(0), observing: [\.standardOutputContent]) {
            [path = path as String] in
            await SampleProgram.main(["--config", path, "check"])
            exit(0)
        }
        #expect(text(result.standardOutputContent).contains("sample: \(path) is in order"))
    }

    @Test("check prints one line a fault and exits 1")
    func faults() async throws {
        let path = try folder.write("data: data\nmood: frail\n", to: "Config/sample.yaml")
        let result = try await #require(processExitsWith: .exitCode(1), observing: [\.standardOutputContent]) {
            [path = path as String] in
            await SampleProgram.main(["check", "--config", path])
        }
        #expect(text(result.standardOutputContent).contains("the mood is frail\nthe day is long\n"))
    }

    @Test("check of a configuration with a slip names file, line and the right word, and exits 1")
    func slip() async throws {
        let path = try folder.write("data: data\nmod: calm\n", to: "Config/sample.yaml")
        let result = try await #require(processExitsWith: .exitCode(1), observing: [\.standardOutputContent]) {
            [path = path as String] in
            await SampleProgram.main(["check", "--config", path])
        }
        #expect(text(result.standardOutputContent).contains("\(path):2: unknown key 'mod', did you mean 'mood'?"))
    }

    @Test("Wrong usage exits 2", arguments: [["dance"], ["run", "file.csv"], ["check", "file.csv"], ["--colour"]])
    func usage(arguments: [String]) async throws {
        let path = try folder.write("data: data\n", to: "Config/sample.yaml")
        await #expect(processExitsWith: .exitCode(2)) { [arguments = arguments as [String], path = path as String] in
            await SampleProgram.main(arguments + ["--config", path])
        }
    }

    @Test("A daemon whose service fails says which and why in one line, and exits 1")
    func failing() async throws {
        let path = try folder.write("data: data\nmood: frail\n", to: "Config/sample.yaml")
        let result = try await #require(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
            [path = path as String] in
            await SampleProgram.main(["run", "--config", path])
        }
        #expect(text(result.standardErrorContent).contains("sample: second failed: it is too much"))
    }

    @Test("A second daemon on the same data folder exits 1 with the name of the first")
    func locked() async throws {
        let path = try folder.write("data: data\n", to: "Config/sample.yaml")
        let lock = try DirectoryLock(folder("data"), program: "the first")
        let result = try await #require(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
            [path = path as String] in
            await SampleProgram.main(["--config", path])
        }
        #expect(text(result.standardErrorContent).contains("is in use by the first"))
        withExtendedLifetime(lock) {}
    }

    @Test("health of a daemon that does not run exits 1")
    func health() async throws {
        let path = try folder.write("data: data\n", to: "Config/sample.yaml")
        await #expect(processExitsWith: .exitCode(1)) { [path = path as String] in
            await SampleProgram.main(["health", "--config", path])
        }
    }
}
