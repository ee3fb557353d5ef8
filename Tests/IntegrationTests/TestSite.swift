import Foundation
import TestKit
import Testing

/// A site of its own for a test, made by `refbus init`, with real daemons. All data in it is synthetic.
final class TestSite {
    let folder: String
    let port: Int
    private var running: [String: Process] = [:]

    static let agencies: [(name: String, program: String, port: Int)] = [
        ("merseyside-police", "police-adapter", 11), ("knowsley-social-care", "social-care-adapter", 12),
        ("whiston-health", "health-adapter", 13), ("sample-academy", "education-adapter", 14),
        ("sample-house", "residential-adapter", 15),
    ]

    /// Where the programs are: those that `Scripts/test` built for release, or those beside the tests.
    static let binaries =
        ProcessInfo.processInfo.environment["REFBUS_PROGRAMS"]
        ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("site-\(UUID().uuidString)").path
        port = try TestSite.freePorts()
        let made = try TestSite.run(
            "refbus",
            ["init", folder, "--ports", "\(port)", "--from", "\(TestSite.package)/Config"]
        )
        try #require(made.status == 0, "\(made.text)")
    }

    deinit {
        for process in running.values where process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: Daemons

    func configuration(of name: String) -> String {
        name == "aggregator" || name == "cse-desk"
            ? "\(folder)/Config/\(name).yaml" : "\(folder)/Config/agencies/\(name)/adapter.yaml"
    }

    private func program(of name: String) -> String {
        TestSite.agencies.first { $0.name == name }?.program ?? name
    }

    func log(of name: String) -> String {
        (try? String(contentsOfFile: "\(folder)/\(name).log", encoding: .utf8)) ?? ""
    }

    /// Starts a daemon and, unless told otherwise, waits until it says that it is ready.
    ///
    /// - Parameter files: how many files it may open; nil: as many as this process.
    func start(_ name: String, waits: Bool = true, files: Int? = nil) throws {
        let path = "\(folder)/\(name).log"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let process = Process()
        let program = "\(TestSite.binaries)/\(program(of: name))"
        process.executableURL = URL(fileURLWithPath: files == nil ? program : "/bin/bash")
        process.arguments = ["--config", configuration(of: name)]
        if let files {
            process.arguments = ["-c", "ulimit -n \(files); exec \(program) --config \(configuration(of: name))"]
        }
        process.standardError = FileHandle(forWritingAtPath: path)
        try process.run()
        running[name] = process
        if waits {
            try eventually("\(name) is ready: \(log(of: name))") {
                log(of: name).contains("Ready") || !process.isRunning
            }
        }
    }

    func isRunning(_ name: String) -> Bool { running[name]?.isRunning ?? false }

    func kill(_ name: String) {
        guard let process = running[name] else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func hangUp(_ name: String) { signal(name, SIGHUP) }

    func signal(_ name: String, _ number: Int32) {
        if let process = running[name] { kill(process.processIdentifier, number) }
    }

    /// Returns the health of a daemon at this moment.
    func health(_ name: String) throws -> (status: Int32, text: String) {
        try TestSite.run(program(of: name), ["health", "--config", configuration(of: name)])
    }

    func check(_ name: String) throws -> (status: Int32, text: String) {
        try TestSite.run(program(of: name), ["check", "--config", configuration(of: name)])
    }

    /// Asks it to end, and gives the seconds that it took.
    func stop(_ name: String) -> Double {
        guard let process = running[name] else { return 0 }
        let began = Date()
        process.terminate()
        process.waitUntilExit()
        return Date().timeIntervalSince(began)
    }

    private func kill(_ process: Int32, _ signal: Int32) { Glibc.kill(process, signal) }

    // MARK: Tools

    func refbus(_ arguments: String...) throws -> (status: Int32, text: String) {
        try TestSite.run("refbus", arguments + ["--site", folder])
    }

    static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
        let process = Process()
        let path = program.hasPrefix("/") ? program : "\(binaries)/\(program)"
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    private static func freePorts() throws -> Int {
        for _ in 0..<100 {
            let base = Int.random(in: 100...190) * 100
            if (0..<3).allSatisfy({ FreePort.isFree(base + $0) }), (10..<17).allSatisfy({ FreePort.isFree(base + $0) }),
                FreePort.isFree(base + 80)
            {
                return base
            }
        }
        throw Missing("free ports")
    }
}

struct Missing: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Asks again and again; blocks this thread, which such a test has to itself.
func eventually(_ what: @autoclosure () -> String, seconds: Double = 30, _ condition: () throws -> Bool) throws {
    let end = Date().addingTimeInterval(seconds)
    while !(try condition()) {
        guard Date() < end else { throw Missing("waited \(Int(seconds)) s in vain until \(what())") }
        usleep(10_000)
    }
}

/// A synthetic event of one agency.
func sampleEvent(_ agency: String, _ number: Int, kind: String = "concern.observed", child: Int, data: String? = nil)
    -> String
{
    let minute = number % 60
    let hour = number / 60 % 24
    let day = 1 + number / 1_440 % 28
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    // Dates as they are spread among children: one that very many have is taken for none.
    let born = "\(2008 + child / 336 % 8)-\(two(1 + child / 28 % 12))-\(two(1 + child % 28))"
    let said = data ?? #""indicators":["sample"],"observedBy":"professional""#
    return """
        {"specversion":"1.0","id":"t-\(number)","source":"/\(agency)/test","type":"referralbus.v1.\(kind)",\
        "time":"2026-01-\(two(day))T\(two(hour)):\(two(minute)):00Z","subject":"S-\(child)",\
        "data":{"child":{"givenName":"Ada","familyName":"Example \(child)","born":"\(born)"},\(said)}}
        """
}
