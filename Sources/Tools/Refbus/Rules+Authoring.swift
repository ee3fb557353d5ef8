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
        @Flag(help: "Also print examples that would notice; read each before you keep it.") var propose = false
        @Option(help: "How many of a hundred mutants the examples must notice.") var goal = 95

        func run() throws {
            let (files, calendar) = try folder.files()
            let meant = try files.named(rules)
            let reports = try meant.map { try MutationReport($0, among: files, calendar: calendar) }
            for report in reports {
                for mutant in report.survivors {
                    Terminal.say("\(report.file):\(mutant.line): unnoticed: \(mutant.change)")
                }
            }
            if propose { for report in reports { try self.propose(report, files, calendar) } }
            Terminal.table(
                ["RULE", "MUTANTS", "NOTICED", "OF A HUNDRED"],
                reports.map { ["\($0.rule)", "\($0.mutants)", "\($0.killed)", BurdenChart.decimals([$0].score, 1)] }
            )
            Terminal.say("All: \(BurdenChart.decimals(reports.score, 1)) of a hundred")
            if reports.score < goal * 10 { throw ExitCode(1) }
        }

        private func propose(
            _ report: MutationReport,
            _ files: [SiteConfiguration.TextFile],
            _ calendar: SiteConfiguration.TextFile?
        ) throws {
            guard !report.survivors.isEmpty, let file = files.first(where: { $0.name == report.file }) else { return }
            let proposals = try ExampleProposals(for: report, file, among: files, calendar: calendar)
            Terminal.say("\n# \(report.file): \(proposals.examples.count) examples would notice more")
            for example in proposals.examples { Terminal.say(String(example.dropLast())) }
            for mutant in proposals.unnoticed {
                Terminal.say("# no example found: line \(mutant.line), \(mutant.change)")
            }
        }
    }
}

extension [SiteConfiguration.TextFile] {
    /// Returns the files of these rules, by file name; all files where no rule is named.
    fileprivate func named(_ rules: [String]) throws -> Self {
        func isFile(_ file: Element, of rule: String) -> Bool { file.name.split(separator: "/").last == "\(rule).yaml" }
        for rule in rules where !contains(where: { isFile($0, of: rule) }) {
            throw CommandError("there is no rule '\(rule)'; `refbus rules list` names them")
        }
        return rules.isEmpty ? self : filter { file in rules.contains { isFile(file, of: $0) } }
    }
}
