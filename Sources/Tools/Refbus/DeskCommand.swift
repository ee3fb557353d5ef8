import Accounts
import ArgumentParser
import DaemonKit
import Desk
import SafeguardingModel

/// `refbus desk account|provider-key`.
struct DeskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "Says who may sign in at the desk, and how.",
        subcommands: [AccountCommand.self, ProviderKey.self]
    )

    struct ProviderKey: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the key by which the desk proves itself to a provider, and prints its public half.",
            discussion:
                "Where the key stands already it is only printed: as a set of keys (JWKS), for whoever registers the desk at the provider."
        )

        @OptionGroup var site: SiteOption

        func run() throws {
            let file = try path()
            let key = Files.exists(file) ? try ClientKey(reading: file) : try ClientKey.make(at: file)
            Terminal.complain("\(file), for the desk alone; the provider gets this:")
            Terminal.say(key.published.text)
        }

        /// Returns the path of the key from the desk's configuration, or its default path.
        private func path() throws -> String {
            let file = try site.existing().configuration(of: "cse-desk")
            let named =
                try Files.exists(file) ? DeskConfiguration(ConfigurationFile(path: file)).provider?.clientKey : nil
            return named ?? site.value.keyFile(ClientKey.fileName)
        }
    }

    struct AccountCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "account",
            abstract: "Adds, changes and removes accounts.",
            subcommands: [Add.self, Password.self, Code.self, Subject.self, Remove.self, Key.self]
        )
    }

    struct Where: ParsableArguments {
        @OptionGroup var site: SiteOption

        func files() throws -> AccountFiles {
            let files = AccountFiles(of: try site.existing())
            try Files.makeFolder(Path.parent(of: files.accounts), mode: 0o700)
            return files
        }

        /// Changes accounts, and reports when that made their key, because the key has to be copied.
        func change(_ body: (AccountFiles) throws -> Void) throws {
            let files = try files()
            let hadKey = Files.exists(files.key)
            try body(files)
            guard !hadKey, Files.exists(files.key) else { return }
            Terminal.complain(
                "Made \(files.key). Copy it apart from the accounts: without it nobody's password is right."
            )
        }

        /// Returns the site's own list of breached passwords, where its desk has one.
        func breached() throws -> BreachedFile? {
            let file = site.value.configuration(of: "cse-desk")
            return Files.exists(file) ? try DeskConfiguration(ConfigurationFile(path: file)).breached : nil
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds an account. The password is read from standard input, unless --subject is given."
        )

        @OptionGroup var place: Where
        @Argument(help: "The name to sign in with.") var name: String
        @Option(help: "practitioner, manager, auditor or administrator.") var role = "practitioner"
        @Option(
            help: "A team whose restricted facts they may read; may be given again. Who decides is of the cse-team."
        )
        var team: [String] = []
        @Option(help: "Whose account it is at the provider; then it has no password here.") var subject: String?

        func run() throws {
            guard let role = Role(rawValue: role) else {
                throw CommandError("--role is one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            let teams = team.isEmpty && role.mayDecide ? ["cse-team"] : team
            if let subject {
                try DeskAccounts.add(name, subject: subject, role: role, teams: teams, to: place.files())
                return Terminal.say("\(name) may sign in by the provider as \(role.rawValue).")
            }
            let password = try NewPassword.read()
            let lists = try place.breached()
            try place.change { files in
                try DeskAccounts.add(name, password: password, role: role, teams: teams, to: files, besides: lists)
            }
            Terminal.say("\(name) may sign in as \(role.rawValue).")
        }
    }

    struct Password: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives an account another password, read from standard input."
        )

        @OptionGroup var place: Where
        @Argument(help: "The name to sign in with.") var name: String

        func run() throws {
            let files = try place.files()
            let password = try NewPassword.read()
            let lists = try place.breached()
            try place.change { try DeskAccounts.setPassword(password, of: name, in: $0, besides: lists) }
            Terminal.say("The password of \(name) is changed; who was signed in is signed out.")
            if try DeskAccounts.reading(files.accounts).unreadable(with: files.existingKey()).contains(name) {
                Terminal.say(
                    "Their second factor was kept with another key. Give them a new one: refbus desk account code \(name)"
                )
            }
        }
    }

    struct Code: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives an account a second factor, for an authenticator app.",
            discussion: "Prints the secret once. --off takes it away again: a telephone was lost."
        )

        @OptionGroup var place: Where
        @Argument(help: "The name to sign in with.") var name: String
        @Flag(help: "Takes the second factor away.") var off = false

        func run() throws {
            if off {
                try DeskAccounts.removeCode(of: name, in: place.files())
                return Terminal.say("\(name) signs in with the password alone; who was signed in is signed out.")
            }
            var secret = ""
            try place.change { secret = try DeskAccounts.setCode(of: name, in: $0) }
            Terminal.say("Enter this in the authenticator app of \(name), and show it to nobody else:")
            Terminal.say("  \(secret)")
            Terminal.say("  otpauth://totp/CSE%20desk:\(name)?secret=\(secret)&issuer=CSE%20desk")
        }
    }

    struct Subject: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Binds an account to whom the provider knows under this subject.",
            discussion: "Whoever signs in there and has no account here is shown their subject. --off unbinds."
        )

        @OptionGroup var place: Where
        @Argument(help: "The name to sign in with.") var name: String
        @Argument(help: "The provider's 'sub'.") var subject: String?
        @Flag(help: "Takes the subject away.") var off = false

        func run() throws {
            guard off == (subject == nil) else { throw CommandError("give the provider's subject, or --off") }
            try DeskAccounts.setSubject(subject, of: name, in: place.files())
            Terminal.say(off ? "\(name) signs in with the password alone." : "\(name) may sign in by the provider.")
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Takes an account away.")

        @OptionGroup var place: Where
        @Argument(help: "The name to sign in with.") var name: String

        func run() throws {
            try DeskAccounts.remove(name, from: place.files())
            Terminal.say("\(name) may not sign in any more.")
        }
    }

    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the key that passwords are kept with, where there is none.",
            discussion:
                "The desk and the other commands make it by themselves at the first need. After it was lost, another one opens nothing: everybody needs a password again."
        )

        @OptionGroup var place: Where

        func run() throws {
            let files = try place.files()
            let isThere = try files.existingKey() != nil
            let key = try files.makeKey()
            Terminal.say(
                "\(files.key) \(isThere ? "is there" : "is made"), for the desk alone. Keep a copy apart from the accounts."
            )
            let others = try DeskAccounts.reading(files.accounts).unreadable(with: key)
            guard others.isEmpty else { throw CommandError("\(AccountError.otherKey(path: files.key, names: others))") }
        }
    }
}

/// A password from standard input: typed without showing, or piped.
enum NewPassword {
    static func read() throws -> String {
        Terminal.complain("Password (at least \(DeskAccounts.shortestPassword) characters), then Enter:")
        guard let line = HiddenInput.line(), !line.isEmpty else { throw CommandError("no password was given") }
        return line
    }
}
