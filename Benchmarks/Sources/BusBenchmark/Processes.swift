import Foundation

/// A child process whose standard output is kept.
final class Child {
    let process = Process()
    private let output = Pipe()

    init(_ program: String, _ arguments: [String], in folder: String? = nil, errors: FileHandle = .standardError) throws
    {
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardOutput = output
        process.standardError = errors
        try process.run()
    }

    /// Its output, once it has ended.
    func finish() -> String {
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Processor seconds so far by the name of the thread, of the threads that there are now: those that a pool has ended
    /// meanwhile are in ``processorSeconds`` alone.
    var processorTime: [(thread: String, seconds: Double)] {
        let base = "/proc/\(process.processIdentifier)/task"
        var sums: [String: Double] = [:]
        for task in (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? [] {
            guard let (name, seconds) = Child.spent("\(base)/\(task)/stat") else { continue }
            sums[name, default: 0] += seconds
        }
        return sums.sorted { $0.value > $1.value }.map { ($0.key, $0.value) }
    }

    /// Processor seconds so far, of all threads that there ever were.
    var processorSeconds: Double { Child.spent("/proc/\(process.processIdentifier)/stat")?.seconds ?? 0 }

    private static func spent(_ stat: String) -> (name: String, seconds: Double)? {
        guard let line = try? String(contentsOfFile: stat, encoding: .utf8),
            let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")")
        else { return nil }
        let fields = line[line.index(after: close)...].split(separator: " ")
        let ticks = (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)
        return (String(line[line.index(after: open)..<close]), ticks / Double(sysconf(Int32(_SC_CLK_TCK))))
    }

    /// The most resident memory that it ever had, in bytes.
    var mostMemory: Int {
        let path = "/proc/\(process.processIdentifier)/status"
        let lines = (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n") ?? []
        let line = lines.first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }

    /// Resident memory in bytes.
    var memory: Int {
        guard let text = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/statm", encoding: .utf8) else {
            return 0
        }
        return (Int(text.split(separator: " ")[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

func waitFor(_ what: String, seconds: Double = 60, _ condition: () -> Bool) throws {
    let end = Date().addingTimeInterval(seconds)
    while !condition() {
        guard Date() < end else { throw BenchmarkError("\(what) did not happen within \(Int(seconds)) s") }
        usleep(20_000)
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
