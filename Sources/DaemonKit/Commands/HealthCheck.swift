import ArgumentParser
public import SafeguardingModel
import StrictYAML

/// `health`: reads what the running daemon last said of itself.
struct HealthCheck<Program: DaemonProgram> {
    let configuration: String

    func run() throws {
        let program = try Program(try ConfigurationFile(path: configuration))
        let report = HealthReport(reading: HealthFile.path(in: program.data), now: SystemClock().now)
        print("\(Program.name): \(report.sentence)")
        if !report.isWell { throw ExitCode(1) }
    }
}

/// What a health file says at a moment.
public struct HealthReport: Hashable, Sendable {
    public var isWell: Bool
    public var sentence: String

    /// Reads the file that ``HealthFile`` writes.
    public init(reading path: String, now: Instant) {
        guard let text = try? Files.text(path), let root = try? YAMLNode(parsing: text, file: path).openMapping() else {
            self.init(isWell: false, sentence: "not running (no health file)")
            return
        }
        // JSON is YAML, and the strict reader is at hand.
        let state = (try? root["state"]?.string()).flatMap { $0 } ?? "unknown"
        let written = (try? root["at"]?.string()).flatMap { Instant(rfc3339: $0) }
        let fault = try? root["fault"]?.string()
        self.init(state: state, age: written.map { now - $0 }, fault: fault)
    }

    private init(isWell: Bool, sentence: String) {
        self.isWell = isWell
        self.sentence = sentence
    }

    private init(state: String, age: Span?, fault: String?) {
        guard state == Health.State.serving.rawValue else {
            self.init(isWell: false, sentence: state)
            return
        }
        guard let age, age <= HealthFile.staleAfter else {
            self.init(isWell: false, sentence: "hangs or is gone: its health file is old")
            return
        }
        self.init(isWell: fault == nil, sentence: fault ?? "serving")
    }
}
