import ArgumentParser
import RuleTools
import SafeguardingModel
import Simulation

extension Rules {
    /// `refbus rules lint`.
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what a careful colleague would say of the rule files, with file and line.",
            discussion: """
                Faults: what cannot be read, can never hold, or does not do what its examples say. Warnings: what is missing, \
                contradicts itself, or blames a child. Exit 1 if there is a fault, with --strict also if there is a warning.
                """
        )

        @OptionGroup var folder: Folder
        @Flag(help: "Warnings count as faults.") var strict = false

        func run() throws {
            let (rules, calendar) = try folder.files()
            let remarks = RuleLint.remarks(on: rules, calendar: calendar)
            for remark in remarks { Terminal.say("\(remark)") }
            let faults = remarks.count { $0.weight == .fault }
            Terminal.say("\(rules.count) rules, \(faults) faults, \(remarks.count - faults) warnings")
            if faults > 0 || strict && !remarks.isEmpty { throw ExitCode(1) }
        }
    }

    /// `refbus rules mutate`.
    struct Mutate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes each rule in every small way, and says which changes its examples do not notice.",
            discussion: "Every line of it asks for an example. Exit 1 if fewer are noticed than --goal asks for."
        )

        @OptionGroup var folder: Folder
        @Argument(help: "Rules; without any, all.") var rules: [String] = []
        @Option(help: "How many of a hundred mutants the examples must notice.") var goal = 95

        func run() throws {
            let (files, calendar) = try folder.files()
            let reports = try files.map { try MutationReport($0, among: files, calendar: calendar) }.filter {
                rules.isEmpty || rules.contains($0.rule)
            }
            for report in reports {
                for mutant in report.survivors {
                    Terminal.say("\(report.file):\(mutant.line): unnoticed: \(mutant.change)")
                }
            }
            Terminal.table(
                ["RULE", "MUTANTS", "NOTICED", "OF A HUNDRED"],
                reports.map { ["\($0.rule)", "\($0.mutants)", "\($0.killed)", BurdenChart.decimals([$0].score, 1)] }
            )
            Terminal.say("All: \(BurdenChart.decimals(reports.score, 1)) of a hundred")
            if reports.score < goal * 10 { throw ExitCode(1) }
        }
    }
}
