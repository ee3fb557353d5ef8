import ArgumentParser
import DaemonKit
import Foundation
import Replay
import SafeguardingModel

/// `refbus replay SCRIPT...`.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Plays event scripts and says whether the right alerts came at the right time. Exit 1 if not.",
        discussion: """
            --through core plays against the judgement in memory; --through daemons starts the real daemons on this machine \
            in a temporary site, sends over ZeroMQ, and compares: both must give the same alerts.
            """
    )

    enum Way: String, ExpressibleByArgument, CaseIterable { case core, daemons }

    @Argument(help: "Script files (*.yaml).") var scripts: [String]
    @Option(help: "core or daemons.") var through = Way.core
    @Option(help: "How many other orders of arrival to play too; without it as many as each script says.") var permute:
        Int?
    @Option(help: "The seed of the other orders.") var seed: UInt64 = 1
    @Option(help: "Write a JUnit report to this file.") var report: String?
    @Option(
        help: "The folder of rules, identity settings and calendar (default: the site's, or the package's, Config)."
    )
    var config: String?
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
        guard (0...10_000).contains(permute ?? 0) else { throw ValidationError("--permute is 0 to 10000 orders") }
    }

    func run() async throws {
        let player = ScriptPlayer(site: try Share.judgement(config: config))
        var results: [ScriptResult] = []
        for path in scripts { results.append(try await result(Script(path: path), player)) }
        if let report { try Files.write(Array(JUnitReport(results).xml.utf8), to: report, mode: 0o644) }
        Terminal.say(json ? JSONValue.array(results.map(\.json)).text : TextReport(results).text)
        if !results.allSatisfy(\.isMet) { throw ExitCode(1) }
    }

    private func result(_ script: Script, _ player: ScriptPlayer) async throws -> ScriptResult {
        var result = try await player.run(script, seed: seed, permutations: permute) { CoreTarget() }
        if through == .daemons {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("refbus-\(UUID().uuidString)")
                .path
            try await player.compare(&result, with: DaemonTarget(folder: folder))
        }
        return result
    }
}
