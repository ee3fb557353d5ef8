import SafeguardingModel
import StrictYAML

/// A choice of facts in a rule file's words.
///
/// ```yaml
/// of:
///   - referral.made                                  # every one
///   - health.attended: { setting: [emergency] }      # by the value of a field
///   - concern.observed: { mentions: handle }         # naming an online name
///   - missing.found: { without: [foundPlace, foundWith] }       # 'with': at least one of them
///   - missing.graded: { grade: low, except: { officerRank: inspector } }
///   - missing.reported: { toldBy: police }           # by the sector of the agency
/// ```
struct Selector: Hashable, Sendable {
    struct Clause: Hashable, Sendable {
        var kind: EventKind
        var fields: [Condition] = []
        /// The schemes of which a key must be mentioned; empty: no condition.
        var mentions: [LinkKey.Scheme] = []
        /// The roles of which a link must be named; empty: no condition.
        var with: [Link.Role] = []
        /// The roles of which no link may be named.
        var without: [Link.Role] = []
        /// The values that fields may not have.
        var except: [Condition] = []
        /// The sectors of which one must have sent it; empty: any. A configuration may change an agency's sector, so
        /// the directory is asked, and not the fact alone.
        var toldBy: [Sector] = []
        /// Whether the fact must name a person of concern: used only in searches, never written in a file.
        var isContact = false

        struct Condition: Hashable, Sendable {
            var field: FieldName
            var values: [String]
        }

        /// Whether only values of fields decide, apart from the sending sector.
        var asksForFieldsAlone: Bool { mentions.isEmpty && with.isEmpty && without.isEmpty && except.isEmpty }
        /// Whether each fact of its kind matches, apart from the sending sector.
        var isWholeKind: Bool { fields.isEmpty && asksForFieldsAlone }

        /// Whether each of these fields has one of its values.
        static func are(_ conditions: [Condition], in given: [Field]) -> Bool {
            for condition in conditions.indices where !isMet(conditions[condition], in: given) { return false }
            return true
        }

        private static func isMet(_ condition: borrowing Condition, in given: [Field]) -> Bool {
            for place in given.indices where given[place].name == condition.field {
                if condition.values.contains(given[place].value) { return true }
            }
            return false
        }

        func matches(fields given: [Field], links: [Link]) -> Bool {
            guard Clause.are(fields, in: given) else { return false }
            if given.contains(where: { field in
                except.contains { $0.field == field.name && $0.values.contains(field.value) }
            }) {
                return false
            }
            if !with.isEmpty, !links.contains(where: { with.contains($0.role) }) { return false }
            if !without.isEmpty, links.contains(where: { without.contains($0.role) }) { return false }
            return mentions.isEmpty || links.contains { $0.keys.contains { mentions.contains($0.scheme) } }
        }
    }

    var clauses: [Clause]

    var kinds: [EventKind] { clauses.map(\.kind) }

    init(clauses: [Clause]) {
        self.clauses = clauses
    }

    /// Reads a list of kinds, each alone or with conditions.
    init(_ node: YAMLNode) throws(YAMLError) {
        clauses = []
        let items = if case .sequence(let items) = node.content { items } else { [node] }
        guard !items.isEmpty else { throw node.fault("the list is empty: which facts are meant?") }
        for item in items { clauses += try Selector.clauses(item) }
    }

    private static func clauses(_ item: YAMLNode) throws(YAMLError) -> [Clause] {
        guard case .mapping(let entries) = item.content else { return [Clause(kind: try item.choice(EventKind.self))] }
        var clauses: [Clause] = []
        for entry in entries {
            let name = YAMLNode(content: .scalar(entry.key, isQuoted: false), file: item.file, line: entry.line)
            clauses.append(try clause(try name.choice(EventKind.self), entry.value))
        }
        return clauses
    }

    private static let roles: [String: Link.Role] = [
        "foundPlace": .foundPlace, "foundWith": .foundWith, "anything": .mentioned,
    ]

    private static func clause(_ kind: EventKind, _ conditions: YAMLNode) throws(YAMLError) -> Clause {
        var clause = Clause(kind: kind)
        let known = FieldName.allCases.map(\.rawValue) + ["mentions", "with", "without", "except", "toldBy"]
        for entry in try conditions.mapping(of: known).entries {
            switch entry.key {
            case "mentions": clause.mentions = try schemes(entry.value)
            case "toldBy": clause.toldBy = try entry.value.sectors()
            case "with": clause.with = try roles(entry.value)
            case "without": clause.without = try roles(entry.value)
            case "except":
                for field in try entry.value.mapping(of: FieldName.allCases.map(\.rawValue)).entries {
                    guard let name = FieldName(rawValue: field.key) else { continue }
                    clause.except.append(.init(field: name, values: try field.value.strings()))
                }
            default:
                guard let field = FieldName(rawValue: entry.key) else { continue }
                clause.fields.append(.init(field: field, values: try entry.value.strings()))
            }
        }
        return clause
    }

    private static func roles(_ node: YAMLNode) throws(YAMLError) -> [Link.Role] {
        var found: [Link.Role] = []
        for word in try node.strings() {
            let name = try YAMLNode(word, at: node).choice(of: roles.keys.sorted())
            if let role = roles[name] { found.append(role) }
        }
        return found
    }

    private static func schemes(_ node: YAMLNode) throws(YAMLError) -> [LinkKey.Scheme] {
        let words = try node.strings()
        let schemes = words.compactMap(LinkKey.Scheme.init(rawValue:))
        guard schemes.count == words.count else {
            let list = LinkKey.Scheme.allCases.map(\.rawValue).joined(separator: ", ")
            throw node.fault("'mentions' takes the sorts of keys: \(list)")
        }
        return schemes
    }
}

extension YAMLNode {
    /// Creates a word on the line of another node.
    init(_ word: String, at node: YAMLNode) {
        self.init(content: .scalar(word, isQuoted: true), file: node.file, line: node.line)
    }

    /// Reads sectors: the five core ones, or a site's own, in lower-case letters and hyphens.
    func sectors() throws(YAMLError) -> [Sector] {
        var sectors: [Sector] = []
        for word in try strings() {
            guard AgencyName(rawValue: word).isWellFormed else {
                throw fault("a sector is lower-case letters, digits and hyphens, found '\(word)'")
            }
            sectors.append(Sector(rawValue: word))
        }
        guard !sectors.isEmpty else { throw fault("expected at least one sector") }
        return sectors
    }
}
