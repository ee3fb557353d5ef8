import ArgumentParser
import DaemonKit
import SafeguardingModel
import Simulation

/// `refbus simulate population`.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes synthetic data.",
        subcommands: [PopulationYear.self]
    )

    struct PopulationYear: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "population",
            abstract: "Writes a year of a synthetic authority, published cases hidden in it, one file an agency.",
            discussion: """
                Each file holds an agency's events as JSON Lines in order of arrival: `refbus publish FILE --as AGENCY` sends it. \
                planted.txt names the hidden cases and their records. No child, adult or place of it exists.
                """
        )

        @OptionGroup var population: PopulationOption
        @Option(help: "The folder to write to; made if it is not there.") var out: String

        func run() throws {
            var authority = try population.authority()
            let planted = try population.planted(in: authority)
            for one in planted { authority.plant(one.tellings) }
            try Files.makeFolder(out)
            let byAgency = Dictionary(grouping: authority.tellings, by: \.agency)
            for (agency, tellings) in byAgency.sorted(by: { $0.key < $1.key }) {
                let lines = tellings.map { "\($0.document.text)\n" }.joined()
                try Files.write(Array(lines.utf8), to: Path.join(out, "\(agency).jsonl"))
                Terminal.say("\(Path.join(out, "\(agency).jsonl")): \(tellings.count) events")
            }
            let names = planted.map {
                "\($0.name): \($0.records.sorted().map(\.description).joined(separator: ", "))\n"
            }
            try Files.write(Array(names.joined().utf8), to: Path.join(out, "planted.txt"))
            Terminal.say(
                "\(authority.children) children, \(authority.tellings.count) events, \(planted.count) planted cases"
            )
        }
    }
}
