import ArgumentParser
import DaemonKit
import Desk
import SafeguardingModel

/// `refbus desk account add|password|remove`.
struct DeskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "Says who may sign in at the desk.",
        subcommands: [AccountCommand.self]
    )

    struct AccountCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "account",
            abstract: "Adds, changes and removes accounts.",
            subcommands: [Add.self, Password.self, Remove.self]
        )
    }

    struct Where: ParsableArguments {
        @OptionGroup var site: SiteOption

        func file() throws -> String {
            let path = site.value.path("Config/access/accounts.yaml")
            try Files.makeFolder(Path.parent(of: path), mode: 0o700)
            return path
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds an account. The password is read from standard input."
        )

        @OptionGroup var place: Where
        @Argument(help: "The name to sign in with.") var name: String
        @Option(help: "practitioner or manager.") var role = "practitioner"

        func run() throws {
            guard let role = Role(rawValue: role) else {
                throw Complaint("--role is one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            try DeskAccounts.add(name, password: try NewPassword.read(), role: role, to: place.file())
            Terminal.say("\(name) may sign in as \(role.rawValue).")
        }
    }

    struct Password: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives an account another password, read from standard input."
        )

        @OptionGroup var place: Where
        @Argument var name: String

        func run() throws {
            try DeskAccounts.setPassword(try NewPassword.read(), of: name, in: place.file())
            Terminal.say("The password of \(name) is changed; who was signed in is signed out.")
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Takes an account away.")

        @OptionGroup var place: Where
        @Argument var name: String

        func run() throws {
            try DeskAccounts.remove(name, from: place.file())
            Terminal.say("\(name) may not sign in any more.")
        }
    }
}

/// A password from standard input: typed without showing, or piped.
enum NewPassword {
    static func read() throws -> String {
        Terminal.complain("Password (at least \(DeskAccounts.shortestPassword) characters), then Enter:")
        guard let line = Quiet.line(), !line.isEmpty else { throw Complaint("no password was given") }
        return line
    }
}
