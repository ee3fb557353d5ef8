import Glibc
import SafeguardingModel
import StrictYAML

/// The health of a daemon at this moment, from its running process, or the fact that no process runs.
public struct HealthReport: Hashable, Sendable {
    /// Whether the daemon answered, serves, and reports no fault.
    public var isWell: Bool
    /// Whether a daemon has ever run on this data folder; if not, it may run on another machine.
    public var hasRunHere = true
    /// `serving`, `not running (...)`, `hangs: ...`, or each fault with its name.
    public var sentence: String
    /// The process's whole answer, as JSON; empty where there is none.
    public var document: [UInt8] = []

    /// The longest wait for a daemon's answer, in seconds: one more than the daemon itself waits for its parts.
    public static let timeout = 4

    /// Asks the process that runs on a data folder.
    public init(asking data: String) {
        do throws(FileError) {
            let connection = try LocalSocket.connect(in: data, to: HealthSocket.name, seconds: HealthReport.timeout)
            defer { close(connection) }
            self.init(answer: LocalSocket.readAll(connection))
        } catch {
            self.init(unanswered: error, in: data)
        }
    }

    private init(answer: [UInt8]?) {
        guard let answer, !answer.isEmpty else {
            let seconds = HealthReport.timeout
            self.init(
                isWell: false,
                sentence: "hangs: the process is there and does not answer within \(seconds) seconds"
            )
            return
        }
        self.init(document: answer)
    }

    /// Reads a daemon's answer.
    init(document: [UInt8]) {
        // JSON is YAML, so the strict reader can read it.
        let text = String(decoding: document, as: UTF8.self)
        let root = try? YAMLNode(parsing: text, file: HealthSocket.name).openMapping()
        let state = root?.text("state") ?? "it cannot be read what the process says of itself"
        let faults = root?.faults ?? []
        let isServing = state == Health.State.serving.rawValue
        isWell = isServing && faults.isEmpty
        sentence =
            isServing && !faults.isEmpty ? faults.joined(separator: "; ") : ([state] + faults).joined(separator: "; ")
        self.document = document
    }

    private init(isWell: Bool, sentence: String) {
        self.isWell = isWell
        self.sentence = sentence
    }

    /// Decides by the lock whether a process runs: the kernel releases it with the process.
    private init(unanswered fault: FileError, in data: String) {
        switch DirectoryLock.isHeld(data) {
        case nil:
            self.init(isWell: false, sentence: "not running (it has not run here)")
            hasRunHere = false
        case true?: self.init(isWell: false, sentence: "runs, and cannot be asked how it is: \(fault.message)")
        case false?: self.init(isWell: false, sentence: "not running (\(HealthReport.lastWords(in: data)))")
        }
    }

    private static func lastWords(in data: String) -> String {
        let path = HealthFile.path(in: data)
        guard let text = try? Files.text(path), let root = try? YAMLNode(parsing: text, file: path).openMapping(),
            let at = root.text("at")
        else { return "it left no word" }
        let isStopped = root.text("state") == Health.State.stopped.rawValue
        return isStopped ? "stopped at \(at)" : "it ended without saying so; last heard of at \(at)"
    }
}

extension YAMLMapping {
    fileprivate func text(_ key: String) -> String? {
        (try? optional(key)?.string()).flatMap { $0 }
    }

    /// Each fault as `disk-low: ...`.
    fileprivate var faults: [String] {
        let nodes = (try? optional("faults")?.list()).flatMap { $0 } ?? []
        return nodes.compactMap { node in
            guard let fault = try? node.openMapping(), let name = fault.text("name"),
                let sentence = fault.text("sentence")
            else { return nil }
            return "\(name): \(sentence)"
        }
    }
}
