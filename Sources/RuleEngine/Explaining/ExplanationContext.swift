import SafeguardingModel

/// The material of the sentences about a finding: its rule, its evidence, and the names of agencies and times.
struct ExplanationContext {
    let rule: Rule
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

    func when(_ instant: Instant) -> String { context.zone.text(instant) }

    func when(_ line: ChronologyFact) -> String {
        let instant = Instant(milliseconds: line.at)
        return line.isDayOnly ? Zone.text(context.zone.day(of: instant)) : context.zone.text(instant)
    }

    func sentence(_ line: ChronologyFact) -> String {
        let text = FactSentence.text(for: Fact(line, in: directory), in: directory)
        return line.flags.contains(.corrected) && !line.flags.contains(.restricted) ? "\(text) (as corrected)" : text
    }

    /// Returns a sentence with its time: `Sample Police reported the child missing (Sat 12 Sep 2015 20:40).`
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
            guard let child = context.sharing?.child(of: line) else { return "Of the adult: \(dated(line))" }
            if !children.contains(child) { children.append(child) }
            let number = (children.firstIndex(of: child) ?? 0) + 1
            return "Child \(number): \(dated(line))"
        }
    }
}
