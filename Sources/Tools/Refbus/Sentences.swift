import ArgumentParser
import DaemonKit
import Foundation
import Replay
import RuleEngine
import SafeguardingModel

/// `refbus rules sentences`.
struct Sentences: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows an alert of each rule as its readers see it: the page Docs/sentences.md.",
        discussion: "The alerts are from the scripts, or where no script has one, from the rule's examples."
    )

    @OptionGroup var folder: Rules.Folder
    @Option(help: "The folder of scripts (default: the Config folder's scripts/).") var scripts: String?

    func run() async throws {
        let config = try folder.config ?? Share.configuration()
        let player = ScriptPlayer(site: try Share.judgement(config: config))
        let scripts = scripts ?? Path.join(config, "scripts")
        var plays: [(script: String, alerts: [Alert])] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: scripts).sorted() where name.hasSuffix(".yaml")
        {
            let script = try Script(path: Path.join(scripts, name))
            plays.append((name, try await player.play(script, on: CoreTarget()).alerts))
        }
        Terminal.say(SentencesPage.markdown(of: try folder.ruleSet(), plays), terminator: "")
    }
}
