import ArgumentParser
import DaemonKit
import Foundation
import IdentityResolution
import SafeguardingModel

extension Identity {
    /// `refbus identity evaluate`.
    struct Evaluate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measures linking on records whose true links are known: precision, recall, errors by kind."
        )

        @Argument(help: "A CSV file of people, or two whose rows are linked with one another.") var files: [String]
        @Option(help: "The true links: a CSV file, two ids a row, with a header.") var truth: String
        @Option(help: "Which columns say what (default: columns called as an event's child fields, and id).")
        var columns: String?
        @Option(help: "The Config folder with identity.yaml and names.yaml (default: the package's).")
        var config: String?
        @Flag(help: "Learn the weights from these very records first, without looking at the truth.") var learn = false
        @Flag(help: "Of two files neither names a person twice: of several partners only the likeliest counts.")
        var oneToOne = false
        @Option(
            help: "From so many points on a pair counts as a link (default: the settings', or even odds with --learn)."
        )
        var threshold: Int?
        @Option(help: "Write the curve to this file as SVG.") var svg: String?
        @Flag(help: "As JSON.") var json = false

        func validate() throws {
            guard (1...2).contains(files.count) else { throw ValidationError("give one file, or two") }
        }

        func run() throws {
            let map = try columns.map { try ColumnMap(parsing: try Files.text($0), file: $0) } ?? ColumnMap()
            let read = try files.enumerated().map { number, path in
                try RecordFile(path: path, map: map, agency: number == 0 ? "a" : "b").records
            }
            let truth = try Truth(path: truth)
            let unknown = truth.unknown(Set(read.joined().map(\.id)))
            if unknown.count > 0 {
                Terminal.complain(
                    "\(self.truth): \(unknown.count) of its ids stand in no row of the records, such as '\(unknown.first ?? "")'"
                )
            }
            var settings = try IdentityFiles(config).settings
            settings.mostCandidates = max(settings.mostCandidates, 200)
            var study = RecordLinkage(settings: settings)
            for (side, records) in read.enumerated() {
                for record in records {
                    study.add(record.key, record.person, writtenDate: record.writtenDate, side: UInt8(side))
                }
            }
            var even: Int?
            if learn {
                let proposal = Proposal(study)
                even = proposal.estimate.evenPoints
                settings = proposal.settings
                study.configure(settings)
            }
            let evaluation = LinkEvaluator(
                records: Array(read.joined()),
                rightFrom: files.count == 2 ? read[0].count : nil,
                study: study,
                truth: truth,
                settings: settings,
                threshold: threshold ?? even ?? settings.thresholds.same,
                isOneToOne: oneToOne
            ).evaluate()
            try tell(evaluation)
        }

        private func tell(_ evaluation: Evaluation) throws {
            if let svg { try Files.write(Array(EvaluationPicture.svg(evaluation).utf8), to: svg, mode: 0o644) }
            if json { return try Terminal.json(EvaluationJSON(evaluation)) }
            EvaluationText.show(evaluation)
            if let svg { Terminal.say("\nThe curve: \(svg)") }
        }
    }
}

/// `identity.yaml` and `names.yaml` of a Config folder.
struct IdentityFiles {
    let identityPath: String
    let namesPath: String
    let settings: IdentitySettings

    init(_ folder: String?) throws {
        let folder = try folder ?? Share.configuration()
        identityPath = Path.join(folder, "identity.yaml")
        namesPath = Path.join(folder, "names.yaml")
        let names = Files.exists(namesPath) ? try Files.text(namesPath) : nil
        let file = namesPath
        settings = try IdentitySettings(
            parsing: try Files.text(identityPath),
            file: identityPath,
            names: names.map { ($0, file) }
        )
    }
}
