import ArgumentParser
import DaemonKit
import Replay
import RuleEngine
import SafeguardingModel

extension Rules {
    /// `refbus rules test`.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Runs the examples in the rule files, and the scripts beside them. Exit 1 if one does not come out."
        )

        @OptionGroup var folder: Folder
        @Flag(help: "Only the examples, not the scripts in the folder's scripts/.") var noScripts = false

        func run() async throws {
            let rules = try folder.ruleSet()
            let failures = RuleExamples.failures(in: rules)
            for failure in failures { Terminal.say("\(failure)") }
            let examples = RuleExamples.count(in: rules)
            Terminal.say("\(rules.rules.count) rules, \(examples) examples, \(failures.count) not as expected")
            let isMet = noScripts ? true : try await scripts()
            if !failures.isEmpty || !isMet { throw ExitCode(1) }
        }

        /// Plays each script as written; `refbus replay` also plays other orders of arrival.
        private func scripts() async throws -> Bool {
            let config = try folder.config ?? Share.configuration()
            let scripts = Path.join(config, "scripts")
            guard Files.isFolder(scripts) else { return true }
            let player = ScriptPlayer(site: try Share.judgement(config: config))
            var unmet: [ScriptResult] = []
            var count = 0
            for name in try Files.names(in: scripts) where name.hasSuffix(".yaml") {
                let script = try Script(path: Path.join(scripts, name))
                let result = try await player.run(script, seed: 1, permutations: 0) { CoreTarget() }
                count += 1
                if !result.isMet { unmet.append(result) }
            }
            if !unmet.isEmpty { Terminal.say(TextReport(unmet).text) }
            Terminal.say("\(count) scripts, \(unmet.count) not as expected")
            return unmet.isEmpty
        }
    }
}
