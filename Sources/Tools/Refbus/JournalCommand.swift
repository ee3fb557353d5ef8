import Aggregator
import ArgumentParser
import DaemonKit
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
                "Recomputes the seals and all alerts, and compares them with what was recorded. Exit 1 if they differ.",
            discussion: """
                Prints the journal's root, such as 1234:sha256:9f86d0... Keep it where whoever runs this machine cannot \
                write, and give it next time with --root: only then is it shown that nobody wrote history anew.
                """
        )

        @OptionGroup var site: SiteOption
        @Option(
            name: .customLong("root"),
            help: "A root that was kept elsewhere: the journal must still hold its entries, and continue them."
        )
        var roots: [String] = []

        func run() throws {
            let kept = try roots.map { text in
                guard let root = JournalRoot(text) else {
                    throw CommandError(
                        "--root \(text): expected what an earlier verify printed: a position, sha256 and 64 hex digits, such as 1234:sha256:9f86d0..."
                            + (text.lowercased().hasPrefix("sha256:")
                                ? "; a root of the access log is for refbus audit verify" : "")
                    )
                }
                return root
            }
            let journal = try site.journal()
            let isServed = DirectoryLock.isHeld(try site.aggregator().data) == true
            let result = try JournalVerification(journal, keptRoots: kept, isServed: isServed)
            for line in VerificationText(result, keptRoots: kept).lines { Terminal.say(line) }
            if !result.faults.isEmpty { throw ExitCode(1) }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the entries as JSON Lines to standard output. Holds children's data: handle it so."
        )

        @OptionGroup var site: SiteOption
        @Option(help: "From this position, 1 or more.") var from: Int64 = 1

        func validate() throws {
            guard from > 0 else { throw ValidationError("--from is a position, 1 or more") }
        }

        func run() throws {
            try site.journal().forEachStored(from: Position(from)) { Terminal.say(try line($0)) }
        }

        private func line(_ entry: StoredEntry) throws -> String {
            var object: JSONObject = [
                "position": .integer(entry.position.number), "at": .string(entry.at.rfc3339),
                "kind": .string(entry.kind.word),
                "agency": .string(entry.agency.rawValue),
            ]
            if !entry.body.isEmpty { object["body"] = try JSONReader.read(entry.body) }
            return JSONValue.object(object).text
        }
    }
}
