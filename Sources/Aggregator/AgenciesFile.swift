public import SafeguardingModel
public import StrictYAML

/// `agencies.yaml`: the keys, their holders and roles, and whether they are revoked.
///
/// ```yaml
/// agencies:
///   merseyside-police: { title: Merseyside Police, sector: police, key: "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID" }
/// desks:
///   cse-desk: { key: "..." }
/// operators:
///   operator: { key: "...", status: revoked }
/// ```
public struct AgenciesFile: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable {
        /// Publishes its own events, and nothing else.
        case agency
        /// Follows the journal and writes people's decisions.
        case desk
        /// Has the rights of a desk, for the tools.
        case operatorTool = "operator"
    }

    public enum Status: String, Hashable, Sendable, CaseIterable { case active, revoked }

    public struct Holder: Hashable, Sendable {
        public var name: AgencyName
        public var role: Role
        /// Nil for a desk or an operator.
        public var agency: Agency?
        /// The public key in Z85, 40 characters; empty if there is none yet.
        public var key: String
        /// Former keys, which admit until they are removed from the file.
        public var formerKeys: [String]
        public var status: Status

        public init(
            name: AgencyName,
            role: Role,
            agency: Agency? = nil,
            key: String = "",
            formerKeys: [String] = [],
            status: Status = .active
        ) {
            self.name = name
            self.role = role
            self.agency = agency
            self.key = key
            self.formerKeys = formerKeys
            self.status = status
        }
    }

    public var holders: [Holder]

    public init(holders: [Holder]) {
        self.holders = holders
    }

    public var agencies: [Agency] { holders.compactMap(\.agency) }

    public init(parsing text: String, file: String) throws(YAMLError) {
        let root = try YAMLNode(parsing: text, file: file).mapping(of: ["agencies", "desks", "operators"])
        var holders: [Holder] = []
        for (key, role) in [("agencies", Role.agency), ("desks", .desk), ("operators", .operatorTool)] {
            guard let section = root[key] else { continue }
            for entry in try section.openMapping().entries { holders.append(try AgenciesFile.holder(entry, role)) }
        }
        self.holders = holders
        try refuseRepeats(root.node)
    }

    private static func holder(_ entry: YAMLNode.Entry, _ role: Role) throws(YAMLError) -> Holder {
        let name = AgencyName(rawValue: entry.key)
        guard name.isWellFormed else {
            throw YAMLError(
                file: entry.value.file,
                line: entry.line,
                message: "'\(entry.key)' cannot be a name: lower-case letters, digits and hyphens, a letter first"
            )
        }
        let known =
            role == .agency
            ? ["title", "sector", "authority", "key", "formerKeys", "status"] : ["key", "formerKeys", "status"]
        let values = try entry.value.mapping(of: known)
        let status = try values["status"]?.choice(Status.self) ?? .active
        return Holder(
            name: name,
            role: role,
            agency: role == .agency ? try agency(name, values) : nil,
            key: try values["key"].map(key) ?? "",
            formerKeys: try formerKeys(values),
            status: status
        )
    }

    private static func agency(_ name: AgencyName, _ values: YAMLMapping) throws(YAMLError) -> Agency {
        Agency(
            name: name,
            title: try values["title"]?.string(),
            sector: Sector(rawValue: try values.required("sector").name()),
            authority: try values["authority"]?.string()
        )
    }

    private static func formerKeys(_ values: YAMLMapping) throws(YAMLError) -> [String] {
        var keys: [String] = []
        for node in try values["formerKeys"]?.list() ?? [] { keys.append(try key(node)) }
        return keys
    }

    private static func key(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string()
        guard text.isEmpty || text.utf8.count == 40 else {
            throw node.fault("expected a public key of 40 characters (`refbus keys new` makes one)")
        }
        return text
    }

    private func refuseRepeats(_ node: YAMLNode) throws(YAMLError) {
        var seen: [String: AgencyName] = [:]
        for holder in holders {
            for key in [holder.key] + holder.formerKeys where !key.isEmpty {
                if let other = seen.updateValue(holder.name, forKey: key) {
                    throw node.fault("'\(holder.name)' and '\(other)' have the same key; a key is one agency")
                }
            }
        }
    }
}

extension AgenciesFile {
    /// The file's text as people read it; reading it again gives the same.
    public var text: String {
        var lines = ["# Who has a key, for what, and whether it still opens anything. `refbus keys` edits it."]
        for (title, role) in [("agencies", Role.agency), ("desks", .desk), ("operators", .operatorTool)] {
            let members = holders.filter { $0.role == role }
            if !members.isEmpty { lines.append("\(title):") }
            for holder in members { lines += AgenciesFile.lines(of: holder) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of holder: Holder) -> [String] {
        var lines = ["  \(holder.name):"]
        if let agency = holder.agency {
            lines.append("    title: \(quoted(agency.title))")
            lines.append("    sector: \(agency.sector)")
            if let authority = agency.authority { lines.append("    authority: \(authority)") }
        }
        lines.append("    key: \(quoted(holder.key))")
        if !holder.formerKeys.isEmpty {
            lines.append("    formerKeys: [\(holder.formerKeys.map(quoted).joined(separator: ", "))]")
        }
        lines.append("    status: \(holder.status.rawValue)")
        return lines
    }

    private static func quoted(_ text: String) -> String {
        "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
    }
}
