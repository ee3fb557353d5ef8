import ArgumentParser
import DaemonKit
import RuleEngine
import SafeguardingModel

/// `refbus rules lint|test|list|explain|sentences|mutate|backtest|burden|recall`.
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks at rules, runs their examples, and tries changed rules on the past.",
        subcommands: [
            Lint.self, Test.self, List.self, Explain.self, Sentences.self, Mutate.self, Backtest.self, Burden.self,
            Recall.self,
        ]
    )

    struct Folder: ParsableArguments {
        @Option(help: "The Config folder that holds rules/, calendar.yaml and relations.yaml (default: the package's).")
        var config: String?

        func files() throws -> (rules: [SiteConfiguration.TextFile], calendar: SiteConfiguration.TextFile?) {
            let folder = try config ?? Share.configuration()
            let calendar = Path.join(folder, "calendar.yaml")
            return (
                try SiteConfiguration.TextFile.all(in: Path.join(folder, "rules")),
                Files.exists(calendar) ? try SiteConfiguration.TextFile(reading: calendar) : nil
            )
        }

        /// Reads `relations.yaml` where it is there.
        func relations() throws -> SiteConfiguration.TextFile? {
            let path = Path.join(try config ?? Share.configuration(), "relations.yaml")
            return Files.exists(path) ? try SiteConfiguration.TextFile(reading: path) : nil
        }

        func ruleSet() throws -> RuleSet {
            let (rules, calendar) = try files()
            return try RuleSet(files: rules, calendar: calendar, relations: try relations(), zone: .london)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the rules.")

        @OptionGroup var folder: Folder
        @Flag(help: "As JSON.") var json = false
        @Flag(help: "As the page Docs/rules.md.") var markdown = false

        func run() throws {
            if markdown { return Terminal.say(RuleTable.markdown(of: try folder.ruleSet()), terminator: "") }
            let rules = try folder.ruleSet().rules
            if json {
                return Terminal.say(
                    JSONValue.array(
                        rules.map { rule in
                            [
                                "rule": .string(rule.name), "version": .integer(Int64(rule.version)),
                                "status": .string(rule.status.rawValue),
                                "severity": .string(rule.severity.rawValue), "title": .string(rule.title),
                                "patterns": .array(rule.patterns.map { .string($0) }), "source": .string(rule.source),
                            ]
                        }
                    ).text
                )
            }
            Terminal.table(
                ["RULE", "VERSION", "STATUS", "SEVERITY", "PATTERN", "TITLE"],
                rules.map {
                    [
                        $0.name, "\($0.version)", $0.status.rawValue, $0.severity.rawValue,
                        $0.patterns.joined(separator: ", "), $0.title,
                    ]
                }
            )
        }
    }
}
