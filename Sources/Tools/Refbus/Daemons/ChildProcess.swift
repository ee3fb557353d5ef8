import Foundation

/// A daemon that runs beside this process during a play, with its log in a file.
final class ChildProcess {
    let name: String
    let log: String
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// - Parameter program: the name of a binary beside this one.
    init(_ program: String, _ arguments: [String], name: String, log: String) throws {
        self.name = name
        self.log = log
        _ = FileManager.default.createFile(atPath: log, contents: nil, attributes: [.posixPermissions: 0o600])
        process.executableURL = try ChildProcess.binary(program)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: log)
        try process.run()
    }

    /// Returns the binary of this name beside the one that runs now.
    static func binary(_ name: String) throws -> URL {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let url = own.deletingLastPathComponent().appendingPathComponent(name)
        guard FileManager.default.isExecutableFile(atPath: url.path) else {
            throw CommandError("\(url.path) is missing; build the whole package first (swift build)")
        }
        return url
    }

    var isRunning: Bool { process.isRunning }

    /// Waits until the daemon reports that it is ready.
    func ready(seconds: Double = 60) async throws {
        try await eventually("\(name) is ready (its log: \(log))", seconds: seconds) {
            guard process.isRunning else { throw CommandError("\(name) ended: \(lastLine())") }
            return (try? String(contentsOfFile: log, encoding: .utf8))?.contains("Ready") ?? false
        }
    }

    private func lastLine() -> String {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").last.map(String.init) ?? "it wrote nothing"
    }

    /// Writes a line to its standard input, and returns the line that it answers.
    func ask(_ line: String) throws -> String {
        input.fileHandleForWriting.write(Data((line + "\n").utf8))
        var answer: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first {
            if byte == UInt8(ascii: "\n") { return String(decoding: answer, as: UTF8.self) }
            answer.append(byte)
        }
        throw CommandError("\(name) ended: \(lastLine())")
    }

    func closeInput() {
        try? input.fileHandleForWriting.close()
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }
}

/// Repeats a check until it is true, for at most `seconds`.
func eventually(_ what: String, seconds: Double, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try await !condition() {
        guard ContinuousClock.now < end else { throw CommandError("waited \(Int(seconds)) s in vain until \(what)") }
        try await Task.sleep(for: .milliseconds(5))
    }
}
