import SafeguardingModel
import StrictYAML

/// A piece of a rule file, read without complaint: the engine has refused what is wrong already.
struct PlainNode: Sendable {
    private var own: String?
    private var length: Int64?
    private var entries: [(key: String, value: PlainNode)] = []
    private(set) var items: [PlainNode] = []
    private(set) var exists = false
    private var outer = Severity.low

    /// A piece that does not stand.
    private init() {}

    init(_ node: YAMLNode) {
        exists = true
        own = try? node.string()
        length = try? node.span().milliseconds
        items = ((try? node.list()) ?? []).map(PlainNode.init)
        entries = ((try? node.openMapping().entries) ?? []).map { ($0.key, PlainNode($0.value)) }
    }

    var keys: [String] { entries.map(\.key) }
    /// The pattern's word: the one key beside a severity.
    var word: String { keys.first { $0 != "severity" } ?? "" }
    subscript(key: String) -> PlainNode { entries.first { $0.key == key }?.value ?? PlainNode() }

    /// The severity that stands here, or the one from outside.
    var severity: Severity { severity("severity") ?? outer }

    func under(_ outer: Severity) -> PlainNode {
        var copy = self
        copy.outer = outer
        return copy
    }

    func text(_ key: String) -> String { self[key].own ?? "" }
    func number(_ key: String) -> Int? { self[key].own.flatMap { Int($0) } }
    func numbers(_ key: String) -> [Int] { texts(key).compactMap { Int($0) } }
    func span(_ key: String) -> Int64? { self[key].length }
    func flag(_ key: String) -> Bool { text(key) == "true" }
    func severity(_ key: String) -> Severity? { Severity(rawValue: text(key)) }
    var isMissing: Bool { own == "missing" }

    /// A list of texts; a single text is a list of one.
    func texts(_ key: String) -> [String] {
        let node = self[key]
        return node.own.map { [$0] } ?? node.items.compactMap(\.own)
    }

    /// `23:00` as seconds after midnight.
    func clock(_ key: String) -> Int? {
        let parts = text(key).split(separator: ":").compactMap { Int($0) }
        return parts.count == 2 ? parts[0] * 3_600 + parts[1] * 60 : nil
    }

    /// Whether a fact is one of those that this list means.
    func means(_ fact: PlainFact) -> Bool {
        let kind = fact.event.kind.rawValue
        return (items.isEmpty ? [self] : items).contains { item in
            item.own == kind || item.entries.contains { $0.key == kind && $0.value.holds(of: fact) }
        }
    }

    /// Whether this says which facts are meant in words that ``means(_:)`` knows.
    var isUnderstood: Bool {
        guard exists, !isMissing, own != "found", own != "placement out of area" else { return true }
        return (items.isEmpty ? [self] : items).allSatisfy { item in
            if let kind = item.own { return EventKind(rawValue: kind) != nil }
            return !item.entries.isEmpty
                && item.entries.allSatisfy { entry in
                    EventKind(rawValue: entry.key) != nil
                        && entry.value.keys.allSatisfy { $0 == "mentions" || FieldName(rawValue: $0) != nil }
                }
        }
    }

    private func holds(of fact: PlainFact) -> Bool {
        keys.allSatisfy { key in
            if key == "mentions" { return fact.keys.contains { texts(key).contains($0.scheme.rawValue) } }
            return fact.event.fields.contains { $0.name.rawValue == key && texts(key).contains($0.value) }
        }
    }
}
