import Accounts
import Aggregator
import ArgumentParser
import DaemonKit
import Desk
import SafeguardingModel

/// `refbus keys new|list|revoke|rotate`.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows and changes who has a key.",
        subcommands: [New.self, List.self, Revoke.self, Rotate.self]
    )

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a key for a new agency, desk or operator and enters it in agencies.yaml."
        )

        @OptionGroup var site: SiteOption
        @Argument(help: "Its short name: lower-case letters, digits, hyphens.")
        var name: String
        @Option(help: "The sector it speaks for. Without it, --role desk or operator is needed.")
        var sector: String?
        @Flag(help: "The sector is one that no agency of this site speaks for yet.")
        var newSector = false
        @Option(help: "Its name for people.")
        var title: String?
        @Option(help: "The ONS code of the local authority that it serves.")
        var authority: String?
        @Option(help: "agency, desk or operator.")
        var role = "agency"

        func run() throws {
            var file = try site.agencies()
            let name = AgencyName(rawValue: name)
            guard name.isWellFormed else {
                throw CommandError("'\(name)' cannot be a name: lower-case letters, digits, hyphens, a letter first")
            }
            guard !["aggregator", AccountFiles.name, ClientKey.fileName].contains(name.rawValue) else {
                throw CommandError(
                    "'\(name)' is the name of a key of the aggregator's or the desk's own; take another name"
                )
            }
            guard !file.holders.contains(where: { $0.name == name }) else {
                throw CommandError("'\(name)' has a key already; `refbus keys rotate \(name)` gives it a new one")
            }
            file.holders.append(try holder(name, among: file))
            try KeyMaker(site: site.value).giveKeys(to: file)
            Terminal.say(
                "\(name): keys/\(name).key (give it to its holder, over a way you trust), entered in agencies.yaml."
            )
        }

        private func holder(_ name: AgencyName, among file: AgenciesFile) throws -> AgenciesFile.Holder {
            guard let role = AgenciesFile.Role(rawValue: role) else {
                throw CommandError("--role is agency, desk or operator")
            }
            guard role == .agency else {
                guard sector == nil, title == nil, authority == nil, !newSector else {
                    throw CommandError("--sector, --title and --authority are an agency's; a \(role.rawValue) has none")
                }
                return AgenciesFile.Holder(name: name, role: role)
            }
            guard let sector else { throw CommandError("an agency speaks for a sector: --sector police, health, ...") }
            try check(Sector(rawValue: sector), among: file)
            try checkAuthority()
            let agency = Agency(name: name, title: title, sector: Sector(rawValue: sector), authority: authority)
            return AgenciesFile.Holder(name: name, role: role, agency: agency)
        }

        private func checkAuthority() throws {
            guard let authority else { return }
            let digits = authority.dropFirst()
            guard digits.utf8.count == 8, digits.allSatisfy(\.isWholeNumber), authority.first?.isLetter == true else {
                throw CommandError("--authority is an ONS code, a letter and eight digits, such as E08000011")
            }
        }

        /// Refuses an unknown sector: convergence counts sectors, and a mistyped one would count as another.
        private func check(_ sector: Sector, among file: AgenciesFile) throws {
            guard AgencyName.isWellFormed(sector.rawValue.utf8) else {
                throw CommandError(
                    "'\(sector)' cannot be a sector: lower-case letters, digits, hyphens, a letter first"
                )
            }
            let known = Set(Sector.core + file.agencies.map(\.sector))
            guard !newSector, !known.contains(sector) else { return }
            let names = known.map(\.rawValue).sorted().joined(separator: ", ")
            throw CommandError(
                "no agency speaks for '\(sector.rawValue)' yet; known are \(names). For a new one: --new-sector"
            )
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows who has a key and whether it opens anything.")

        @OptionGroup var site: SiteOption
        @Flag(help: "As JSON.") var json = false

        struct Line: Encodable {
            var name: String
            var role: String
            var sector: String?
            var status: String
            var key: String
        }

        func run() throws {
            let lines = try site.agencies().holders.map {
                Line(
                    name: $0.name.rawValue,
                    role: $0.role.rawValue,
                    sector: $0.agency?.sector.rawValue,
                    status: $0.status.rawValue,
                    key: $0.key
                )
            }
            if json { return try Terminal.json(lines) }
            Terminal.table(
                ["NAME", "ROLE", "SECTOR", "STATUS", "PUBLIC KEY"],
                lines.map { [$0.name, $0.role, $0.sector ?? "-", $0.status, $0.key] }
            )
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shuts a key out. A running aggregator notices within a second, on live connections too."
        )

        @OptionGroup var site: SiteOption
        @Argument(help: "Whose key, as `refbus keys list` names it.") var name: String

        func run() throws {
            try Keys.change(name, of: site) { $0.status = .revoked }
            Terminal.say("\(name) is revoked.")
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a new key. The old one opens until `--finish`, so that nothing is lost on the way."
        )

        @OptionGroup var site: SiteOption
        @Argument(help: "Whose key, as `refbus keys list` names it.") var name: String
        @Flag(help: "Take the old keys out: the new one is in use.")
        var finish = false

        func run() throws {
            finish ? try end() : try begin()
        }

        /// Makes a new key. A revoked holder gets one too and is admitted again; the revoked key is never valid again.
        private func begin() throws {
            let maker = KeyMaker(site: site.value)
            var wasRevoked = false
            try Keys.change(name, of: site) { holder in
                try maker.putAside(name)
                wasRevoked = holder.status == .revoked
                holder.formerKeys = wasRevoked ? [] : holder.formerKeys + [holder.key]
                holder.key = try maker.make(name)
                holder.status = .active
            }
            Terminal.say("keys/\(name).key is new; the one before lies beside it as \(name).key.former.")
            Terminal.say(
                wasRevoked
                    ? "Bring it to its holder and restart what uses it. The revoked key stays shut: nothing is to be finished."
                    : "Bring it to its holder, restart what uses it, then: refbus keys rotate \(name) --finish"
            )
        }

        private func end() throws {
            try Keys.change(name, of: site) { holder in
                guard holder.status == .active else {
                    throw CommandError(
                        "\(name) is revoked: no key opens; `refbus keys rotate \(name)` gives it a new one"
                    )
                }
                // From now on the keys before the present one open nothing.
                holder.formerKeys = []
            }
            Terminal.say("Only the new key of \(name) opens now.")
        }
    }

    private static func change(
        _ name: String,
        of site: SiteOption,
        _ edit: (inout AgenciesFile.Holder) throws -> Void
    ) throws {
        var file = try site.agencies()
        guard let index = file.holders.firstIndex(where: { $0.name.rawValue == name }) else {
            throw CommandError("nobody called '\(name)' has a key; `refbus keys list` shows who has")
        }
        try edit(&file.holders[index])
        try Files.write(Array(file.text.utf8), to: site.value.agenciesFile, mode: 0o644)
    }
}
