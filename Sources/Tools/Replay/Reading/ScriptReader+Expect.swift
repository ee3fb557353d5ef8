internal import SafeguardingModel
internal import StrictYAML

extension ScriptReader {
    private static let keys = [
        "rule", "about", "after", "by", "severity", "sectors", "withdrawn", "overtaken", "exercise", "deepens", "never",
        "atMost", "nothingElse",
    ]

    func expectations(_ node: YAMLNode) throws(YAMLError) -> [Expectation] {
        var expectations: [Expectation] = []
        for item in try node.list() {
            let map = try item.mapping(of: ScriptReader.keys)
            expectations.append(Expectation(line: item.line, content: try content(map)))
        }
        return expectations
    }

    private func content(_ map: YAMLMapping) throws(YAMLError) -> Expectation.Content {
        if let flag = map["nothingElse"] {
            try only(["nothingElse"], in: map)
            try isTrue(flag)
            return .nothingElse
        }
        if let most = map["atMost"] {
            try only(["atMost", "about"], in: map)
            return .atMost(try most.integer(in: 0...1_000_000), about: try map["about"].map(someone))
        }
        if let flag = map["never"] {
            try only(["never", "rule", "about", "after", "by", "exercise"], in: map)
            try isTrue(flag)
            guard map["rule"] != nil || map["about"] != nil else {
                throw flag.fault("say of which 'rule', or 'about' whom")
            }
            return .never(try wanted(map))
        }
        guard map["rule"] != nil else { throw map.node.fault("the key 'rule' is missing") }
        var wanted = try wanted(map)
        wanted.isWithdrawn = try map["withdrawn"]?.bool() ?? false
        wanted.isOvertaken = try map["overtaken"]?.bool()
        return .raised(wanted)
    }

    private func only(_ keys: [String], in map: YAMLMapping) throws(YAMLError) {
        for entry in map.entries where !keys.contains(entry.key) {
            throw entry.value.fault("'\(entry.key)' does not go with '\(keys[0])'")
        }
    }

    private func isTrue(_ node: YAMLNode) throws(YAMLError) {
        guard try node.bool() else { throw node.fault("write true, or leave the line out") }
    }

    private func wanted(_ map: YAMLMapping) throws(YAMLError) -> Expectation.Wanted {
        var wanted = Expectation.Wanted()
        wanted.rule = try map["rule"]?.name()
        wanted.about = try map["about"].map(someone)
        wanted.raised = try bounds(map)
        wanted.severity = try map["severity"].map { node throws(YAMLError) in try node.choice(Severity.self) }
        wanted.isExercise = try map["exercise"]?.bool()
        for node in try map["sectors"]?.list() ?? [] {
            let sectors = agencies.filter { used.contains($0.name) }.map(\.sector.rawValue)
            wanted.sectors.append(Sector(rawValue: try node.choice(of: Array(Set(sectors)).sorted())))
        }
        if let node = map["deepens"] { wanted.deepens = try deepenings(node) }
        return wanted
    }

    /// Reads `{ by: { day: 48, at: "16:11" }, severity: critical }`, or a list of such.
    private func deepenings(_ node: YAMLNode) throws(YAMLError) -> [Expectation.Deepening] {
        var items = [node]
        if case .sequence(let several) = node.content { items = several }
        var deepenings: [Expectation.Deepening] = []
        for item in items {
            let map = try item.mapping(of: ["after", "by", "severity"])
            let severity = try map["severity"].map { node throws(YAMLError) in try node.choice(Severity.self) }
            deepenings.append(Expectation.Deepening(bounds: try bounds(map), severity: severity))
        }
        return deepenings
    }

    private func bounds(_ map: YAMLMapping) throws(YAMLError) -> Expectation.Bounds {
        let after = try map["after"].map { node throws(YAMLError) in try moment(node) }
        let by = try map["by"].map { node throws(YAMLError) in try moment(node, ending: true) }
        if let after, let by, by < after { throw map.node.fault("'by' is before 'after'") }
        return Expectation.Bounds(after: after, by: by)
    }

    private func someone(_ node: YAMLNode) throws(YAMLError) -> String {
        try node.choice(
            of: participants.children.map(\.name) + participants.people.map(\.name) + participants.places.map(\.name)
        )
    }
}
