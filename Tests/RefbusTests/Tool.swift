import Foundation
import TestKit

/// The program `refbus`, run as a person or a script runs it.
enum Tool {
    struct Answer: Error, CustomStringConvertible {
        let status: Int32
        let output: String
        let complaint: String

        var description: String { "exit \(status)\n\(output)\n[standard error]\n\(complaint)" }
    }

    /// The folder of the built programs: the one of the tests, or the one that `Scripts/test` names.
    private static let programs =
        ProcessInfo.processInfo.environment["REFBUS_PROGRAMS"]
        ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path

    /// Runs the program with these words, separated by spaces; `""` is an empty one.
    static func run(_ words: String, input: String = "") throws -> Answer {
        try run(words.split(separator: " ").map { $0 == "\"\"" ? "" : String($0) }, input: input)
    }

    static func run(_ arguments: [String], input: String = "") throws -> Answer {
        let scratch = try Scratch()
        try scratch.write(input, to: "input")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(programs)/refbus")
        process.arguments = arguments
        process.standardInput = FileHandle(forReadingAtPath: scratch("input"))
        // Files, because a full pipe that nobody reads would stop the program.
        for name in ["output", "complaint"] { try scratch.write("", to: name) }
        process.standardOutput = FileHandle(forWritingAtPath: scratch("output"))
        process.standardError = FileHandle(forWritingAtPath: scratch("complaint"))
        try process.run()
        process.waitUntilExit()
        return Answer(
            status: process.terminationStatus,
            output: try String(contentsOfFile: scratch("output"), encoding: .utf8),
            complaint: try String(contentsOfFile: scratch("complaint"), encoding: .utf8)
        )
    }

    /// Runs the program for what it makes.
    static func succeed(_ arguments: [String]) throws {
        let answer = try run(arguments)
        if answer.status != 0 { throw answer }
    }
}
