import SafeguardingModel

extension Context {
    /// What each sector would have seen with only its own facts.
    func alone() -> [SectorView] {
        let sectors = told.sectors(told.lines)
        return Words.ordered(sectors).map { SectorView(sector: $0, sentence: sentence(for: $0, of: sectors.count)) }
    }

    private func sentence(for sector: Sector, of count: Int) -> String {
        let own = told.lines.filter { told.sectors([$0]) == [sector] }
        let title = Words.capitalised(sector.words)
        let knew = "\(title) alone knew of \(Words.list(counts(own)))."
        guard count > 1 else { return "\(knew) All that carries this came from there." }
        return speaks(from: own) ? "\(knew) That was enough." : "\(knew) That was not enough for this rule to speak."
    }

    private func counts(_ lines: [Line]) -> [String] {
        let restricted = lines.count { $0.flags.contains(.restricted) }
        let told = lines.filter { !$0.flags.contains(.restricted) }
        let kinds = EventKind.allCases.filter { kind in told.contains { $0.kind == kind } }
        let counted = kinds.map { kind in
            Words.count(told.count { $0.kind == kind }, kind.noun.one, kind.noun.many)
        }
        return counted + (restricted > 0 ? [Words.count(restricted, "restricted fact", "restricted facts")] : [])
    }

    /// Whether the rule would have spoken by then of these facts alone.
    private func speaks(from lines: [Line]) -> Bool {
        var chronology = Chronology()
        chronology.born = look.born
        var people = People()
        for line in lines {
            let isOwn = look.lines.contains { $0.position == line.position }
            if isOwn { chronology.insert(line) }
            _ = people.learn(line, record: isOwn ? line.record : nil, rules: rules)
        }
        var alone = Look(
            chronology, subject: finding.subject, people: people, directory: look.directory, rules: rules,
            now: Instant(milliseconds: moment), childOfRecord: look.childOfRecord, ownChild: look.ownChild)
        return !Evaluator.findings(told.rule, &alone).findings.isEmpty
    }
}
