import ArgumentParser
import DaemonKit
import Foundation
import Replay
import SafeguardingModel
import Synchronization

/// `refbus demo`: run by `Scripts/demo` after everything is built.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Plays scripts through real daemons on this machine, one after the other, and leaves the desk open.",
        discussion:
            "Everything in it is synthetic. With --once it stops at the end; the exit code says whether the alerts were right."
    )

    @Argument(help: "Script files, in order of their dates.") var scripts: [String]
    @Option(help: "The folder for the demonstration's site; made anew.") var folder = "demo-site"
    @Flag(help: "Play, print the alerts, stop.") var once = false

    func run() async throws {
        let rules = try Share.judgement(config: nil)
        let parsed = try scripts.map { try Script(path: $0) }
        try makeFolder()
        let desk = DaemonTarget.DeskSetting(account: "demo.worker", password: "synthetic children only")
        let target = DaemonTarget(folder: folder, keep: true, desk: desk)
        let shared = SharedTarget(target, all: try union(parsed, rules), progress: show)
        var results: [ScriptResult] = []
        for script in parsed { results.append(try await play(script, ScriptPlayer(site: rules), shared)) }
        report(results)
        if once {
            target.stop()
        } else {
            try await leaveOpen(target, desk)
        }
        if !results.allSatisfy(\.isMet) { throw ExitCode(1) }
    }

    /// The file by which a later demonstration knows that it may remove the folder.
    private var mark: String { "\(folder)/made-by-refbus-demo.txt" }

    /// Makes the folder anew.
    ///
    /// - Throws: an error where something else than an earlier demonstration's site is there.
    private func makeFolder() throws {
        if Files.exists(mark) {
            try FileManager.default.removeItem(atPath: folder)
        } else if Files.exists(folder) {
            guard try Files.isFolder(folder) && Files.names(in: folder).isEmpty else {
                throw CommandError(
                    "\(folder) exists and no demonstration made it: name another by --folder, or remove it yourself"
                )
            }
        }
        try Files.makeFolder(folder)
        let text = "refbus demo removes this folder and makes it anew when it runs here again.\n"
        try Files.write(Array(text.utf8), to: mark)
    }

    private func union(_ scripts: [Script], _ rules: SiteConfiguration) throws -> SiteConfiguration {
        guard let first = scripts.first else { throw CommandError("no script was given") }
        var configuration = rules.playing(first)
        for agency in scripts.flatMap(\.agencies)
        where !configuration.agencies.contains(where: { $0.name == agency.name }) {
            configuration.agencies.append(agency)
        }
        configuration.agencies.sort { $0.name < $1.name }
        return configuration
    }

    private func play(_ script: Script, _ player: ScriptPlayer, _ target: SharedTarget) async throws -> ScriptResult {
        Terminal.say("\n\(script.title)")
        let result = try await player.run(script, seed: 1, permutations: 0) { target }
        clearLine()
        return result
    }

    /// Shows progress on one changing line of a terminal, and nothing elsewhere.
    private func show(_ text: String) {
        guard isatty(STDOUT_FILENO) == 1 else { return }
        FileHandle.standardOutput.write(Data("\r\u{1B}[K  \(text)".utf8))
    }

    private func clearLine() {
        if isatty(STDOUT_FILENO) == 1 { FileHandle.standardOutput.write(Data("\r\u{1B}[K".utf8)) }
    }

    private func report(_ results: [ScriptResult]) {
        let alerts = results.flatMap(\.play.alerts)
        Terminal.say("\(alerts.count) alerts, as the aggregator raised them:\n")
        Terminal.table(
            ["RAISED", "SEVERITY", "RULE", "WHAT HAPPENED"],
            alerts.map {
                [Zone.london.text($0.raisedAt), $0.highestSeverity.rawValue, $0.rule, AlertText.headline($0)]
            }
        )
        Terminal.say("\n\(TextReport(results).text)")
    }

    private func leaveOpen(_ target: DaemonTarget, _ desk: DaemonTarget.DeskSetting) async throws {
        guard let site = target.site else { return }
        target.release()
        Terminal.say(
            """

            The desk is open: http://\(site.ports.desk)/
              sign in as  \(desk.account)
              password    \(desk.password)

            Try also, in another terminal:
              refbus alerts --site \(folder)          refbus status --site \(folder)
            Ctrl-C stops everything. The site stays in \(folder).
            """
        )
        try await Interruption.wait()
        target.stop()
    }
}

/// The signals that end the demonstration: SIGINT (Ctrl-C) and SIGTERM.
enum Interruption {
    static func wait() async throws {
        signal(SIGINT, SIG_IGN)
        signal(SIGTERM, SIG_IGN)
        let sources = [SIGINT, SIGTERM].map { DispatchSource.makeSignalSource(signal: $0) }
        await withCheckedContinuation { continuation in
            let once = Once(continuation)
            for source in sources {
                source.setEventHandler { once.resume() }
                source.resume()
            }
        }
        for source in sources { source.cancel() }
    }

    private final class Once: Sendable {
        private let continuation: Mutex<CheckedContinuation<Void, Never>?>

        init(_ continuation: CheckedContinuation<Void, Never>) {
            self.continuation = Mutex(continuation)
        }

        func resume() {
            continuation.withLock { waiting in
                waiting?.resume()
                waiting = nil
            }
        }
    }
}
