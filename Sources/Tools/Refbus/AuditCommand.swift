import ArgumentParser
import DaemonKit
import Desk
import SafeguardingModel

/// `refbus audit verify|pack|child`: the desk's access log.
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

        func verification(root: String? = nil, child: String? = nil) throws -> AuditVerification {
            let path = folder ?? "\(site.value.data(of: "cse-desk"))/audit"
            guard Files.isFolder(path) else { throw CommandError("\(path): there is no log; has the desk run here?") }
            return try AuditVerification(folder: path, key: key, root: root, child: child, isCopy: folder != nil)
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads the whole log again and holds it against its signed daily roots.",
            discussion: """
                Exit code 1 where a line was changed, taken out or put in, a root is missing, or a signature does not hold. \
                Whoever can write the log's folder and has its signing key can write all of it anew: only a root that was \
                kept elsewhere, given with --root, shows that.
                """
        )

        @OptionGroup var place: Where
        @Option(help: "A root that was printed before and kept elsewhere, as sha256:HEX.") var root: String?

        func run() throws {
            let found = try place.verification(root: try root.map(written))
            for fault in found.faults { Terminal.complain("\(fault)") }
            Terminal.say("\(found.entries) entries; \(found.seals) daily roots vouch for the first \(found.sealed).")
            Terminal.say("Root of all of them: \(found.root)")
            guard found.isSound else { throw ExitCode(1) }
            for sentence in proof(found) { Terminal.say(sentence) }
        }

        private func written(_ text: String) throws -> String {
            let text = text.lowercased()
            let digits = text.dropFirst("sha256:".count)
            guard text.hasPrefix("sha256:"), digits.utf8.count == 64, digits.allSatisfy(\.isHexDigit) else {
                throw CommandError("a root is sha256: and 64 hex digits, as refbus audit verify prints it")
            }
            return text
        }

        /// Returns sentences on what is proved, and what is not.
        private func proof(_ found: AuditVerification) -> [String] {
            let signed =
                found.sealed > 0
                ? "No fault found: the first \(found.sealed) entries are as they were signed."
                : "No fault found; no day was signed yet."
            let rest = found.entries - max(found.sealed, found.vouched ?? 0)
            let open = rest > 0 ? ["Nothing but the file vouches for the last \(rest) yet."] : []
            guard let vouched = found.vouched else {
                return [signed] + open + [
                    "This does not prove it against whoever can write this folder and has its signing key: keep the root elsewhere, and give it next time with --root."
                ]
            }
            return [signed] + open + [
                "The root that was kept is that of the first \(vouched) entries: none of them was changed, taken out or put in since."
            ]
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
            guard found.isSound else { throw CommandError("the log itself does not hold; run: refbus audit verify") }
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
            guard found.isSound else { throw CommandError("the log itself does not hold; run: refbus audit verify") }
            let hash = try Files.exists(pack) ? PackFile.hash(of: Files.read(pack)) : digits()
            let prints = found.prints.filter { $0.hash.hasPrefix(hash) }
            guard !prints.isEmpty else {
                Terminal.complain("No pack of that content was made at this desk.")
                throw ExitCode(1)
            }
            for print in prints { Terminal.say("\(print.hash)  made by \(print.by), \(Zone.london.text(print.at))") }
        }

        private func digits() throws -> String {
            let digits = pack.lowercased().filter { !$0.isWhitespace }
            guard digits.utf8.count >= 16, digits.allSatisfy(\.isHexDigit) else {
                throw CommandError("\(pack): neither a file nor a pack's code, which has at least 16 hex digits")
            }
            return digits
        }
    }
}
