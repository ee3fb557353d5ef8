import ArgumentParser
import DaemonKit
import Desk
import SafeguardingModel

/// `refbus audit verify|pack`: who saw what at the desk.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Proves the desk's log of who saw what.",
        subcommands: [Verify.self, Pack.self, Child.self]
    )

    struct Where: ParsableArguments {
        @OptionGroup var site: SiteOption
        @Option(help: "The log's folder, where it is a copy elsewhere.") var folder: String?
        @Option(
            help: "The public key that must have signed, from a copy kept elsewhere; otherwise the one beside the log."
        )
        var key: String?

        func verification(child: String? = nil) throws -> AuditVerification {
            let path = folder ?? "\(site.value.data(of: "cse-desk"))/audit"
            guard Files.isFolder(path) else { throw Complaint("\(path): there is no log; has the desk run here?") }
            return try AuditVerification(folder: path, key: key, child: child)
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads the whole log again and holds it against its signed daily roots.",
            discussion: "Exit code 1 where a line was changed, taken out or put in, or a signature does not hold."
        )

        @OptionGroup var place: Where

        func run() throws {
            let found = try place.verification()
            for fault in found.faults { Terminal.complain("\(fault)") }
            Terminal.say("\(found.entries) entries; \(found.seals) daily roots vouch for the first \(found.sealed).")
            Terminal.say("Root of all of them: \(found.root)")
            guard found.isSound else { throw ExitCode(1) }
            Terminal.say("Nothing was changed, taken out or put in.")
        }
    }

    struct Child: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists who looked at a child's file or alerts, since the log began.",
            discussion: "For a subject access request. A child who was made out of other records had another id before."
        )

        @OptionGroup var place: Where
        @Argument(help: "The child's id, as it stands in the address of its page.") var child: String

        func run() throws {
            let found = try place.verification(child: child)
            guard found.isSound else { throw Complaint("the log itself does not hold; run: refbus audit verify") }
            guard !found.looks.isEmpty else { return Terminal.say("Nobody has looked at that child at this desk.") }
            Terminal.table(
                ["AT", "WHO", "WHAT", "ALERT", "REASON OR DETAIL"],
                found.looks.map { [Zone.london.text($0.at), $0.by, $0.what, $0.alert, $0.detail] }
            )
        }
    }

    struct Pack: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says by whom and when a pack was made.",
            discussion:
                "Takes the code that stands on a print, or the saved file, whose content is then held against the log."
        )

        @OptionGroup var place: Where
        @Argument(help: "The code or hash on the pack, or the saved HTML file.") var pack: String

        func run() throws {
            let found = try place.verification()
            guard found.isSound else { throw Complaint("the log itself does not hold; run: refbus audit verify") }
            let hash = try Files.exists(pack) ? PackFile.hash(of: Files.read(pack)) : digits
            let prints = found.prints.filter { hash.count >= 16 && $0.hash.hasPrefix(hash) }
            guard !prints.isEmpty else {
                Terminal.complain("No pack of that content was made at this desk.")
                throw ExitCode(1)
            }
            for print in prints { Terminal.say("\(print.hash)  made by \(print.by), \(Zone.london.text(print.at))") }
        }

        private var digits: String { pack.lowercased().filter { !$0.isWhitespace } }
    }
}
