import SafeguardingModel

extension Context {
    /// Returns, for each sector, what it would have found with only its own facts.
    func alone() -> [SectorView] {
        let sectors = explained.sectors(explained.facts)
        return RuleWords.ordered(sectors).map { SectorView(sector: $0, sentence: sentence(for: $0, of: sectors.count)) }
    }

    private func sentence(for sector: Sector, of count: Int) -> String {
        let own = explained.indices(of: sector)
        let title = Wording.capitalised(sector.words)
        let knew = "\(title) alone knew of \(Wording.list(counts(own)))"
        guard count > 1 else { return "Everything this alert rests on came from \(sector.words)." }
        return speaks(from: own) ? "\(knew): enough on its own." : "\(knew): not enough on its own."
    }

    private func counts(_ places: [Int]) -> [String] {
        var restricted = 0
        var byKind: [(kind: EventKind, count: Int)] = []
        for place in places {
            let kind = explained.facts[place].kind
            if explained.facts[place].flags.contains(.restricted) {
                restricted += 1
            } else if let known = byKind.firstIndex(where: { $0.kind == kind }) {
                byKind[known].count += 1
            } else {
                byKind.append((kind, 1))
            }
        }
        let counted = byKind.map { Wording.count($0.count, $0.kind.noun.one, $0.kind.noun.many) }
        return counted + (restricted > 0 ? [Wording.count(restricted, "restricted fact", "restricted facts")] : [])
    }

    /// Whether the rule would have had a finding by then from these facts alone.
    private func speaks(from places: [Int]) -> Bool {
        var chronology = Chronology()
        chronology.take(born: context.born, context.zone)
        var people = LinkRegistry()
        for place in places {
            let line = explained.facts[place]
            if explained.isOwn[place] { chronology.insert(line) }
            _ = people.learn(line, record: explained.isOwn[place] ? line.record : nil, rules: rules)
        }
        var alone = EvaluationContext(
            chronology,
            subject: finding.subject,
            people: CopyOnWriteBox(people),
            directory: context.heldDirectory,
            rules: rules,
            now: Instant(milliseconds: moment),
            childOfRecord: context.childOfRecord,
            ownChild: context.ownChild,
            sharing: context.sharing
        )
        return !Evaluator.findings(explained.rule, &alone).findings.isEmpty
    }
}
