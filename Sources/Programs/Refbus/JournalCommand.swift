import Aggregator
import ArgumentParser
import EventFormat
import Journal
import SafeguardingModel

/// `refbus journal export|verify`.
struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Proves and exports the record.",
        subcommands: [Verify.self, Export.self]
    )

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Recomputes the seals and all alerts, and compares them with what was recorded. Exit 1 if they differ."
        )

        @OptionGroup var site: SiteOption

        func run() throws {
            let journal = try Journal(path: try site.aggregator().journalPath, readOnly: true)
            let result = try JournalVerification(journal)
            for fault in result.faults { Terminal.say("FAULT  \(fault)") }
            Terminal.say(
                "\(result.entries) entries, \(result.effects) effects, \(result.alerts) alerts: "
                    + (result.faults.isEmpty ? "all as recorded" : "\(result.faults.count) faults")
            )
            if !result.faults.isEmpty { throw ExitCode(1) }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the entries as JSON Lines to standard output. Holds children's data: handle it so."
        )

        @OptionGroup var site: SiteOption
        @Option(help: "From this position.") var from: Int64 = 1

        func run() throws {
            let journal = try Journal(path: try site.aggregator().journalPath, readOnly: true)
            var position = from
            while case let page = try journal.entriesNow(from: position, limit: 1_000), let last = page.last {
                for entry in page { Terminal.say(try line(entry)) }
                position = last.position + 1
            }
        }

        private func line(_ entry: StoredEntry) throws -> String {
            var object: JSONObject = [
                "position": .integer(entry.position), "at": .string(entry.at.rfc3339), "kind": .string(entry.kind.word),
                "agency": .string(entry.agency.rawValue),
            ]
            if !entry.body.isEmpty { object["body"] = try JSONReader.read(entry.body) }
            return JSONValue.object(object).text
        }
    }
}
