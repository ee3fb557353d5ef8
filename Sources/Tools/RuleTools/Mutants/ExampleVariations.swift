import RuleEngine
import SafeguardingModel
import StrictYAML

/// One example with one change.
struct ExampleVariation {
    /// The entries of the example without its name and its expectation.
    var entries: [YAMLNode.Entry]
    var given: [YAMLNode]
    var day0: Int
    var number = 0

    /// The variation as a further example of a file, with an expectation that is not used.
    var lines: String { text(named: "\(ExampleVariations.mark)\(number)", expect: "nothing") }

    func text(named name: String, expect: String) -> String {
        let rest = entries.filter { !["name", "given", "expect", "until"].contains($0.key) }
            .map { "    \($0.key): \(FlowYAML.text($0.value))\n" }.joined()
        let facts = given.map { "      - \(FlowYAML.text($0))\n" }.joined()
        return "  - name: \"\(name)\"\n\(rest)    given:\n\(facts)    expect: \(expect)\n"
    }
}

/// Makes variations of the examples of a rule file.
enum ExampleVariations {
    static let mark = "variation "
    /// The greatest number of variations that are tried for one rule.
    static let most = 1_500

    static func all(of file: SiteConfiguration.TextFile) throws(YAMLError) -> [ExampleVariation] {
        let root = try YAMLNode(parsing: file.text, file: file.name).openMapping()
        let parts = RelatedRules.parts.compactMap { root[$0] }
        let spans = Set(parts.flatMap(spans)).sorted()
        let counts = Set(parts.flatMap(counts)).sorted()
        let kinds = parts.flatMap(selections)
        var all: [ExampleVariation] = []
        for item in try ExampleTable.plain(root.required("examples")) {
            let mapping = try item.openMapping()
            // Without a `day0` an example begins on 4 January 2016, as the rules' reader has it.
            let day0 = try mapping["day0"]?.day().number ?? 16_804
            let one = ExampleVariation(
                entries: mapping.entries,
                given: try mapping.required("given").list(),
                day0: day0
            )
            all += replaced(one, kinds) + repeated(one, counts) + fewer(one) + moved(one, spans) + again(one, spans)
        }
        let kept = all.count <= most ? all : all.indices.filter { $0 * most % all.count < most }.map { all[$0] }
        return kept.enumerated().map { number, variation in
            var variation = variation
            variation.number = number
            return variation
        }
    }

    /// Returns those that the rules' reader accepts: where it refuses some together, each half is tried alone.
    static func readable(
        _ tries: [ExampleVariation],
        _ file: SiteConfiguration.TextFile,
        _ others: [SiteConfiguration.TextFile]
    ) -> [ExampleVariation] {
        let text = "\(file.text)\n\(tries.map(\.lines).joined())"
        if (try? RuleSet(files: [.init(name: file.name, text: text)] + others)) != nil { return tries }
        guard tries.count > 1 else { return [] }
        let half = tries.count / 2
        return readable(Array(tries[..<half]), file, others) + readable(Array(tries[half...]), file, others)
    }

    static func clock(_ seconds: Int) -> String {
        let parts = [seconds / 3_600, seconds / 60 % 60] + (seconds % 60 == 0 ? [] : [seconds % 60])
        return parts.map { "\($0 < 10 ? "0" : "")\($0)" }.joined(separator: ":")
    }
}

extension ExampleVariations {
    /// Returns variations with one fact replaced by another of the rule's lists.
    private static func replaced(_ one: ExampleVariation, _ kinds: [YAMLNode]) -> [ExampleVariation] {
        one.given.indices.flatMap { place in
            kinds.map { kind in
                var other = one
                let kept = one.given[place].entries.filter { !["type", "data", "lasting"].contains($0.key) }
                other.given[place] = one.given[place].with(kept + kind.entries)
                return other
            }
        }
    }

    /// Returns variations with a fact repeated so many times, three days (259,200 seconds) apart, each time under
    /// another reference.
    private static func repeated(_ one: ExampleVariation, _ counts: [Int]) -> [ExampleVariation] {
        one.given.indices.flatMap { place -> [ExampleVariation] in
            guard let moment = one.given[place].moment else { return [] }
            return counts.map { count in
                var other = one
                other.given += (1..<count).map { one.given[place].at(moment + $0 * 259_200).told(again: $0) }
                return other
            }
        }
    }

    private static func fewer(_ one: ExampleVariation) -> [ExampleVariation] {
        guard one.given.count > 1 else { return [] }
        return one.given.indices.map { place in
            var other = one
            other.given.remove(at: place)
            return other
        }
    }

    /// Returns variations with a fact at the edge of a window after another, and one second later; an hour more where
    /// the clocks went forward.
    private static func moved(_ one: ExampleVariation, _ spans: [Int]) -> [ExampleVariation] {
        var all: [ExampleVariation] = []
        for from in one.given.indices {
            guard let begin = one.given[from].moment else { continue }
            for place in one.given.indices where place != from && one.given[place].moment != nil {
                for span in spans {
                    for more in [0, 1, 3_600, 3_601] {
                        var other = one
                        other.given[place] = one.given[place].at(begin + span + more)
                        all.append(other)
                    }
                }
            }
        }
        return all
    }

    /// Returns variations with all facts repeated so long after the last one.
    private static func again(_ one: ExampleVariation, _ spans: [Int]) -> [ExampleVariation] {
        let moments = one.given.compactMap(\.moment)
        guard let first = moments.min(), let last = moments.max(), moments.count == one.given.count else { return [] }
        return spans.flatMap { span in
            [0, 1, 3_600, 3_601].map { more in
                var other = one
                other.given += one.given.map { $0.at(($0.moment ?? 0) - first + last + span + more) }
                return other
            }
        }
    }

    /// Returns each length of time in a part of a rule, with one unit more and one less, in seconds.
    private static func spans(_ node: YAMLNode) -> [Int] {
        switch node.content {
        case .scalar(_, let isQuoted):
            guard !isQuoted, let span = try? node.span() else { return [] }
            return [Int(span.milliseconds / 1_000)]
        case .sequence(let items): return items.flatMap(spans)
        case .mapping(let entries): return entries.flatMap { spans($0.value) }
        }
    }

    private static func counts(_ node: YAMLNode) -> [Int] {
        switch node.content {
        case .scalar(let text, let isQuoted):
            !isQuoted ? Int(text).map { (2...30).contains($0) ? [$0, $0 - 1] : [] } ?? [] : []
        case .sequence(let items): items.flatMap(counts)
        case .mapping(let entries): entries.flatMap { counts($0.value) }
        }
    }

    /// Returns each fact that a part of a rule names, with each of the words that its fields may have.
    private static func selections(_ node: YAMLNode) -> [YAMLNode] {
        switch node.content {
        case .scalar(let text, _): EventKind(rawValue: text) == nil ? [] : [fact(text, nil, node)]
        case .sequence(let items): items.flatMap(selections)
        case .mapping(let entries):
            entries.flatMap { entry -> [YAMLNode] in
                guard EventKind(rawValue: entry.key) != nil else { return selections(entry.value) }
                let fields = entry.value.entries.filter { FieldName(rawValue: $0.key) != nil }
                guard let last = fields.last, let words = try? last.value.strings() else {
                    return [fact(entry.key, nil, node)]
                }
                return words.map { word in
                    let value = YAMLNode(content: .scalar(word, isQuoted: false), file: node.file, line: node.line)
                    let data =
                        Array(fields.dropLast()).map { $0.first } + [
                            .init(key: last.key, line: last.line, value: value)
                        ]
                    return fact(entry.key, node.with(data), node)
                }
            }
        }
    }

    private static func fact(_ kind: String, _ data: YAMLNode?, _ node: YAMLNode) -> YAMLNode {
        let type = YAMLNode(content: .scalar(kind, isQuoted: false), file: node.file, line: node.line)
        let own = [YAMLNode.Entry(key: "type", line: node.line, value: type)]
        return node.with(own + (data.map { [.init(key: "data", line: node.line, value: $0)] } ?? []))
    }
}

extension YAMLNode.Entry {
    /// The entry with the first of several words that may be here.
    fileprivate var first: YAMLNode.Entry {
        guard case .sequence(let items) = value.content, let item = items.first else { return self }
        return .init(key: key, line: line, value: item)
    }
}

extension YAMLNode {
    fileprivate var entries: [Entry] { (try? openMapping().entries) ?? [] }

    fileprivate func with(_ entries: [Entry]) -> YAMLNode {
        YAMLNode(content: .mapping(entries), file: file, line: line)
    }

    /// The seconds after the beginning of day 0; nil where only the day is given, or several days.
    fileprivate var moment: Int? {
        guard let mapping = try? openMapping(), let day = try? mapping["day"]?.integer(),
            let at = try? mapping["at"]?.string()
        else { return nil }
        let parts = at.split(separator: ":").compactMap { Int($0) }
        guard parts.count >= 2 else { return nil }
        return day * 86_400 + parts[0] * 3_600 + parts[1] * 60 + (parts.count > 2 ? parts[2] : 0)
    }

    /// Returns the same fact under another reference.
    fileprivate func told(again number: Int) -> YAMLNode {
        let references = ["referral", "episode", "request", "placement", "panel"]
        return with(
            entries.map { entry in
                guard entry.key == "data" else { return entry }
                let data = entry.value.entries.map { field -> Entry in
                    guard references.contains(field.key), let text = try? field.value.string() else { return field }
                    let value = YAMLNode(content: .scalar("\(text)-\(number)", isQuoted: true), file: file, line: line)
                    return Entry(key: field.key, line: field.line, value: value)
                }
                return Entry(key: entry.key, line: entry.line, value: entry.value.with(data))
            }
        )
    }

    /// Returns the same fact at another moment.
    fileprivate func at(_ moment: Int) -> YAMLNode {
        let day = moment >= 0 ? moment / 86_400 : (moment - 86_399) / 86_400
        let clock = ExampleVariations.clock(moment - day * 86_400)
        let own: [Entry] = [
            .init(
                key: "day",
                line: line,
                value: YAMLNode(content: .scalar("\(day)", isQuoted: false), file: file, line: line)
            ),
            .init(
                key: "at",
                line: line,
                value: YAMLNode(content: .scalar(clock, isQuoted: true), file: file, line: line)
            ),
        ]
        return with(own + entries.filter { $0.key != "day" && $0.key != "at" })
    }
}
