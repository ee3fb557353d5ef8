import SafeguardingModel

/// The material of the sentences about a finding: its rule, its evidence, and the names of agencies and times.
struct ExplanationContext {
    let rule: Rule
    let wording: RuleWording
    /// The year of the last of the evidence, which times in sentences leave out.
    let year: Int
    /// The evidence, in order of occurrence.
    let facts: [ChronologyFact]
    /// Whether each fact is in the child's own chronology, by index in `facts`; the others are about adults alone.
    let isOwn: [Bool]
    /// The bit of each fact's sector, by index in `facts`.
    let sectorMasks: [UInt64]
    let context: EvaluationContext

    /// Gathers the evidence; a fact that has been forgotten since is left out.
    init(_ finding: Finding, rule: Rule, context: EvaluationContext) {
        var facts: [ChronologyFact] = []
        var isOwn: [Bool] = []
        let places = ExplanationContext.places(of: finding.evidence, context)
        for position in finding.evidence {
            if let index = places[position] {
                facts.append(context.facts[index])
                isOwn.append(true)
            } else if let line = context.people.line(at: position) {
                facts.append(line)
                isOwn.append(false)
            }
        }
        self.rule = rule
        wording = rule.wording(of: finding)
        let end = max(finding.enteredAt, Instant(milliseconds: facts.map(\.at).max() ?? .min))
        year = context.zone.day(of: end).parts.year
        self.facts = facts
        self.isOwn = isOwn
        self.context = context
        sectorMasks = facts.map(context.sector)
    }

    /// Returns the indices, in the child's chronology, of the facts at these positions.
    private static func places(of positions: [Position], _ context: EvaluationContext) -> [Position: Int] {
        let meant = Set(positions)
        var places: [Position: Int] = [:]
        for index in context.facts.indices where meant.contains(context.facts[index].position) {
            places[context.facts[index].position] = index
        }
        return places
    }

    var directory: AgencyRegister { context.directory }

    func when(_ instant: Instant) -> String { context.zone.brief(instant, in: year) }

    func when(_ line: ChronologyFact) -> String {
        let instant = Instant(milliseconds: line.at)
        return line.isDayOnly ? day(instant) : when(instant)
    }

    /// Returns the day alone: `12 Sep`.
    func day(_ instant: Instant) -> String { Zone.brief(context.zone.day(of: instant), in: year) }

    func day(_ line: ChronologyFact) -> String { day(Instant(milliseconds: line.at)) }

    /// The facts of the child's own chronology.
    var own: [ChronologyFact] { zip(facts, isOwn).filter(\.1).map(\.0) }

    func sentence(_ line: ChronologyFact) -> String {
        let text = FactSentence.text(for: Fact(line, in: directory), in: directory)
        return line.flags.contains(.corrected) && !line.flags.contains(.restricted) ? "\(text) (as corrected)" : text
    }

    /// Returns a sentence with its time: `Sample Police reported {child} missing (12 Sep, 20:40).`
    func dated(_ line: ChronologyFact) -> String { "\(sentence(line)) (\(when(line)))." }

    /// Returns a sentence for each fact of these kinds in the evidence, with its time.
    func dated(_ kinds: [EventKind]) -> [String] {
        facts.filter { kinds.contains($0.kind) }.map(dated)
    }

    func sectors(_ facts: [ChronologyFact]) -> [Sector] {
        context.directory.sectors(in: facts.reduce(0) { $0 | context.sector(of: $1) })
    }

    /// Returns the indices of the facts that a sector sent.
    func indices(of sector: Sector) -> [Int] {
        facts.indices.filter { context.directory.sectors[sectorMasks[$0].trailingZeroBitCount] == sector }
    }

    /// Returns the evidence, each fact with its child: the first child, the second child, in order of their first fact.
    func byChild() -> [String] {
        var children: [SubjectIndex] = []
        return facts.map { line in
            guard let child = context.sharing?.child(of: line) else { return "About the adult: \(dated(line))" }
            if !children.contains(child) { children.append(child) }
            let number = (children.firstIndex(of: child) ?? 0) + 1
            return "{child \(number)}: \(dated(line).replacing("{child}", with: "the child"))"
        }
    }
}

extension ExplanationContext {
    /// Whether a label is a name, and not a description such as `unknown adult male`.
    static func isName(_ label: String) -> Bool {
        (label.first?.isUppercase ?? false) && !label.lowercased().hasPrefix("unknown")
    }

    /// Returns the words that follow a name, for where there is too little room.
    static func withoutName(_ who: String) -> String {
        who.firstRange(of: ", ").map { String(who[$0.upperBound...]) } ?? who
    }

    /// Returns whom register entries list: `Male Sample, a registered sex offender`. Without the name where the entry is
    /// restricted, or about another child.
    func listed(_ listings: [ChronologyFact]) -> String {
        guard let last = listings.last(where: { !$0.flags.contains(.restricted) }) else { return "a person of concern" }
        let name = listedName(last)
        let words = FieldWords.listed(on: last.value(.register) ?? "")
        return name.isEmpty ? words : "\(name), \(words)"
    }

    private func listedName(_ line: ChronologyFact) -> String {
        let name = line.links.first { $0.role == .listed }?.label ?? ""
        let isForAll = line.record == .nobody || context.isOwn(line.record)
        return isForAll && ExplanationContext.isName(name) ? name : ""
    }

    /// Returns the sentence about a register entry: `Male Sample is a registered sex offender (Another force, 25 Jan).`
    func listing(_ line: ChronologyFact) -> String {
        guard !line.flags.contains(.restricted), let register = line.value(.register) else { return dated(line) }
        let name = listedName(line)
        let agency = Fact(line, in: directory).title(in: directory)
        return
            "\(name.isEmpty ? "The person" : name) is \(FieldWords.listed(on: register)) (\(agency), \(day(line)))."
    }
}
