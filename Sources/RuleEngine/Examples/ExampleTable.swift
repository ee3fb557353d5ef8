package import StrictYAML

/// Examples that differ in little, written as a table: a scene with one line per continuation, and a fact with several
/// alternatives.
///
/// ```yaml
/// - name: the third referral
///   given:
///     - { days: [0, 90], at: "10:00", from: education, type: referral.made, data: { referral: "r#" } }
///   then:
///     - { name: on the last day, day: 365, at: "10:00", from: health, type: referral.made, expect: ... }
///     - { name: a second late, day: 365, at: "10:00:01", from: health, type: referral.made, expect: nothing }
/// - name: any worry counts
///   given:
///     - { day: 3, at: "10:00", from: health,
///         each: [disclosure.made, health.attended: { setting: [emergency, walk-in] }] }
///   expect: ...
/// ```
package enum ExampleTable {
    static let lineKeys = [
        "day", "days", "at", "from", "sector", "authority", "type", "data", "lasting", "about", "child", "children",
    ]
    private static let sceneKeys = ["name", "day0", "born", "household", "given", "then", "until", "expect"]
    private static let caseKeys = ["name", "day0", "born", "household", "given", "until", "expect"]

    /// Returns each example written out by itself, in the order of the file.
    package static func plain(_ examples: YAMLNode) throws(YAMLError) -> [YAMLNode] {
        var all: [YAMLNode] = []
        for item in try examples.list() {
            for one in try cases(item) { all += try alternatives(one) }
        }
        return all
    }

    // MARK: `then`

    /// Returns the scene with each of its continuations.
    private static func cases(_ scene: YAMLNode) throws(YAMLError) -> [YAMLNode] {
        let mapping = try scene.mapping(of: sceneKeys)
        guard let then = mapping["then"] else { return [scene] }
        if let expect = mapping["expect"] {
            throw expect.fault(
                "with 'then', each of its lines says what it expects; the scene alone is another example"
            )
        }
        let name = try mapping.required("name").name()
        var all: [YAMLNode] = []
        for item in try then.list() {
            let own = try item.mapping(of: caseKeys + lineKeys + ["each"])
            _ = try own.required("expect")
            let sites = own.entries.filter { !caseKeys.contains($0.key) }
            let given = try mapping["given"]?.list() ?? []
            let more = try own["given"]?.list() ?? []
            let facts = given + more + (sites.isEmpty ? [] : [item.holding(sites)])
            let title = "\(name): \(try own.required("name").name())"
            let rest = ["day0", "born", "household", "until", "expect"].compactMap { key in
                (own[key] ?? mapping[key]).map { YAMLNode.Entry(key: key, line: item.line, value: $0) }
            }
            all.append(
                item.holding([item.entry("name", item.quoted(title)), item.entry("given", item.list(facts))] + rest)
            )
        }
        return all
    }

    // MARK: `each`

    /// Returns the example once for each alternative of the one line that has several.
    private static func alternatives(_ example: YAMLNode) throws(YAMLError) -> [YAMLNode] {
        let mapping = try example.openMapping()
        guard let given = try mapping["given"]?.list() else { return [example] }
        let places = try places(given)
        guard let place = places.first else { return [example] }
        if places.count > 1 {
            throw given[places[1]].fault("only one line of an example may say 'each'")
        }
        var all: [YAMLNode] = []
        for (line, what) in try lines(given[place]) {
            var facts = given
            facts[place] = line
            let title = "\(try mapping.required("name").name()): \(what)"
            all.append(
                example.holding(
                    mapping.entries.map { entry in
                        switch entry.key {
                        case "name": example.entry("name", example.quoted(title))
                        case "given": example.entry("given", example.list(facts))
                        default: entry
                        }
                    }
                )
            )
        }
        return all
    }

    private static func places(_ given: [YAMLNode]) throws(YAMLError) -> [Int] {
        var places: [Int] = []
        for index in given.indices where try given[index].openMapping()["each"] != nil { places.append(index) }
        return places
    }

    /// Returns the line once for each alternative, with words for the difference.
    private static func lines(_ line: YAMLNode) throws(YAMLError) -> [(line: YAMLNode, what: String)] {
        let mapping = try line.openMapping()
        let each = try mapping.required("each")
        let items = if case .sequence(let items) = each.content { items } else { [each] }
        var all: [(line: YAMLNode, what: String)] = []
        for item in items {
            let (kind, changes) = try alternative(item)
            for combination in combinations(changes) {
                let own = mapping.entries.filter { $0.key != "each" && (kind == nil || $0.key != "type") }
                let type = kind.map { [line.entry("type", $0)] } ?? []
                let words = try ([kind].compactMap(\.self) + combination.map(\.value)).map { node throws(YAMLError) in
                    try node.string()
                }
                all.append((merged(line, own + type, combination), words.joined(separator: " ")))
            }
        }
        return all
    }

    /// Reads `disclosure.made`, `health.attended: { setting: [emergency, walk-in] }`, or `{ from: [education, health]
    /// }`.
    private static func alternative(
        _ item: YAMLNode
    ) throws(YAMLError) -> (kind: YAMLNode?, changes: [YAMLNode.Entry]) {
        if case .scalar = item.content { return (item, []) }
        let entries = try item.openMapping().entries
        guard entries.count == 1, let entry = entries.first, entry.key.contains(".") else { return (nil, entries) }
        return (item.quoted(entry.key), try entry.value.openMapping().entries)
    }

    /// Returns each choice of one value for each key.
    private static func combinations(_ changes: [YAMLNode.Entry]) -> [[YAMLNode.Entry]] {
        changes.reduce([[]]) { all, change in
            let values = if case .sequence(let items) = change.value.content { items } else { [change.value] }
            return all.flatMap { chosen in
                values.map { chosen + [.init(key: change.key, line: change.line, value: $0)] }
            }
        }
    }

    /// Returns the line with an alternative's changes: to the line itself, or to its data.
    private static func merged(_ line: YAMLNode, _ own: [YAMLNode.Entry], _ changes: [YAMLNode.Entry]) -> YAMLNode {
        let ofLine = changes.filter { lineKeys.contains($0.key) }
        let ofData = changes.filter { !lineKeys.contains($0.key) }
        let kept = own.filter { entry in !ofLine.contains { $0.key == entry.key } } + ofLine
        guard !ofData.isEmpty else { return line.holding(kept) }
        let data = kept.first { $0.key == "data" }.flatMap { try? $0.value.openMapping().entries } ?? []
        let all = data.filter { entry in !ofData.contains { $0.key == entry.key } } + ofData
        return line.holding(kept.filter { $0.key != "data" } + [line.entry("data", line.holding(all))])
    }
}

extension YAMLNode {
    fileprivate func holding(_ entries: [Entry]) -> YAMLNode { with(.mapping(entries)) }
    fileprivate func list(_ items: [YAMLNode]) -> YAMLNode { with(.sequence(items)) }
    fileprivate func quoted(_ text: String) -> YAMLNode { with(.scalar(text, isQuoted: true)) }
    fileprivate func entry(_ key: String, _ value: YAMLNode) -> Entry { Entry(key: key, line: line, value: value) }
    private func with(_ content: Content) -> YAMLNode { YAMLNode(content: content, file: file, line: line) }
}
