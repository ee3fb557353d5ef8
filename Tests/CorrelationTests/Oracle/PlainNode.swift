import SafeguardingModel
import StrictYAML

/// A piece of a rule file, read without complaint: the engine has refused what is wrong already.
struct PlainNode: Sendable {
    private(set) var own: String?
    private var length: Int64?
    private var entries: [(key: String, value: PlainNode)] = []
    /// The kind of fact that stands here alone.
    private var kind: EventKind?
    private(set) var items: [PlainNode] = []
    private(set) var exists = false
    private var outer = Severity.low

    /// A piece that does not stand.
    private init() {}

    init(_ node: YAMLNode) {
        exists = true
        own = try? node.string()
        kind = own.flatMap { EventKind(rawValue: $0) }
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

    /// One pattern, or those under `any`, each with its severity.
    var branches: [PlainNode] {
        let when = self["when"]
        return (when["any"].exists ? when["any"].items : [when]).map { $0.under(severity) }
    }

    func text(_ key: String) -> String { self[key].own ?? "" }
    func number(_ key: String, or usual: Int = 0) -> Int { self[key].own.flatMap { Int($0) } ?? usual }
    func numbers(_ key: String) -> [Int] { texts(key).compactMap { Int($0) } }
    /// In hundredths.
    func decimal(_ key: String) -> Int { Int(((Double(text(key)) ?? 0) * 100).rounded()) }
    func span(_ key: String) -> Int64? { self[key].length }
    func flag(_ key: String) -> Bool { text(key) == "true" }
    func severity(_ key: String) -> Severity? { Severity(rawValue: text(key)) }

    /// A list of texts; a single text is a list of one.
    var texts: [String] { own.map { [$0] } ?? items.compactMap(\.own) }
    func texts(_ key: String) -> [String] { self[key].texts }

    /// `23:00` as seconds after midnight.
    func clock(_ key: String) -> Int? {
        let parts = text(key).split(separator: ":").compactMap { Int($0) }
        return parts.count == 2 ? parts[0] * 3_600 + parts[1] * 60 : nil
    }

    /// Whether a fact is one of those that this list means.
    func means(_ fact: PlainFact) -> Bool {
        (items.isEmpty ? [self] : items).contains { item in
            item.kind == fact.kind
                || item.entries.contains { $0.key == fact.kind.rawValue && $0.value.holds(of: fact) }
        }
    }

    private func holds(of fact: PlainFact) -> Bool {
        keys.allSatisfy { key in
            switch key {
            case "mentions": fact.keys.contains { texts(key).contains($0.scheme.rawValue) }
            case "toldBy": texts(key).contains(fact.agency.sector.rawValue)
            case "with": fact.names(texts(key))
            case "without": !fact.names(texts(key))
            case "except": !self[key].keys.contains { self[key].isValue(of: fact, $0) }
            default: isValue(of: fact, key)
            }
        }
    }

    private func isValue(of fact: PlainFact, _ field: String) -> Bool {
        fact.event.fields.contains { $0.name.rawValue == field && texts(field).contains($0.value) }
    }
}
