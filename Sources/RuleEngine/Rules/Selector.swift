import SafeguardingModel
import StrictYAML

/// Which facts a rule means, in a rule file's words.
///
/// ```yaml
/// of:
///   - referral.made                                  # every one
///   - health.attended: { setting: [emergency] }      # by the value of a field
///   - concern.observed: { mentions: handle }         # naming an online name
/// ```
struct Selector: Hashable, Sendable {
    struct Clause: Hashable, Sendable {
        var kind: EventKind
        var fields: [Condition] = []
        /// At least one key of one of these sorts; empty: whatever it mentions.
        var mentions: [LinkKey.Scheme] = []

        struct Condition: Hashable, Sendable {
            var field: FieldName
            var values: [String]
        }

        func matches(fields given: [Field], links: [Link]) -> Bool {
            guard
                fields.allSatisfy({ condition in
                    given.contains { $0.name == condition.field && condition.values.contains($0.value) }
                })
            else { return false }
            return mentions.isEmpty || links.contains { $0.keys.contains { mentions.contains($0.scheme) } }
        }
    }

    var clauses: [Clause]

    var kinds: [EventKind] { clauses.map(\.kind) }

    /// Reads a list of kinds, each alone or with conditions.
    init(_ node: YAMLNode) throws(YAMLFault) {
        clauses = []
        let items = if case .sequence(let items) = node.content { items } else { [node] }
        guard !items.isEmpty else { throw node.fault("the list is empty: which facts are meant?") }
        for item in items { clauses += try Selector.clauses(item) }
    }

    private static func clauses(_ item: YAMLNode) throws(YAMLFault) -> [Clause] {
        guard case .mapping(let entries) = item.content else { return [Clause(kind: try item.choice(EventKind.self))] }
        var clauses: [Clause] = []
        for entry in entries {
            let name = YAMLNode(content: .scalar(entry.key, isQuoted: false), file: item.file, line: entry.line)
            clauses.append(try clause(try name.choice(EventKind.self), entry.value))
        }
        return clauses
    }

    private static func clause(_ kind: EventKind, _ conditions: YAMLNode) throws(YAMLFault) -> Clause {
        var clause = Clause(kind: kind)
        let known = FieldName.allCases.map(\.rawValue) + ["mentions"]
        for entry in try conditions.mapping(of: known).entries {
            if let field = FieldName(rawValue: entry.key) {
                clause.fields.append(.init(field: field, values: try entry.value.strings()))
            } else {
                let words = try entry.value.strings()
                let schemes = words.compactMap(LinkKey.Scheme.init(rawValue:))
                guard schemes.count == words.count else {
                    let list = LinkKey.Scheme.allCases.map(\.rawValue).joined(separator: ", ")
                    throw entry.value.fault("'mentions' takes the sorts of keys: \(list)")
                }
                clause.mentions = schemes
            }
        }
        return clause
    }
}

/// Which selectors of a set of rules a fact matches, as bits.
package struct SelectorMask: Hashable, Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    mutating func insert(_ bit: SelectorBit) {
        if bit.number < 64 { low |= 1 << UInt64(bit.number) } else { high |= 1 << UInt64(bit.number - 64) }
    }

    func contains(_ bit: SelectorBit) -> Bool { low & bit.low != 0 || high & bit.high != 0 }
}

/// One selector of a set of rules, by its number; the masks are ready for a sweep.
package struct SelectorBit: Hashable, Sendable {
    let number: Int
    let low: UInt64
    let high: UInt64

    init(_ number: Int) {
        self.number = number
        low = number < 64 ? 1 << UInt64(number) : 0
        high = number < 64 ? 0 : 1 << UInt64(number - 64)
    }
}

/// All different selectors of a set of rules. Equal ones share a bit.
package struct SelectorTable: Sendable {
    private(set) var selectors: [Selector] = []
    private var clausesByKind: [[(bit: SelectorBit, clause: Selector.Clause)]] = EventKind.allCases.map { _ in [] }

    package init() {}

    /// The bit of a selector, given now if it has none yet. Nil when a hundred and twenty-eight are taken.
    mutating func bit(of selector: Selector) -> SelectorBit? {
        if let number = selectors.firstIndex(of: selector) { return SelectorBit(number) }
        guard selectors.count < 128 else { return nil }
        let bit = SelectorBit(selectors.count)
        selectors.append(selector)
        for clause in selector.clauses { clausesByKind[clause.kind.number].append((bit, clause)) }
        return bit
    }

    func mask(kind: EventKind, fields: [Field], links: [Link]) -> SelectorMask {
        var mask = SelectorMask()
        for (bit, clause) in clausesByKind[kind.number] where clause.matches(fields: fields, links: links) {
            mask.insert(bit)
        }
        return mask
    }
}
