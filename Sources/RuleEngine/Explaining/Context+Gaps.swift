import SafeguardingModel

/// Something that is not known, and the agency that might know it.
struct Gap {
    var sentence: String
    var question: Question?
}

extension Context {
    private static let silence: Int64 = 30 * 86_400_000

    /// Returns the gaps: silent sectors, missing interviews, places not given, times known to the day only.
    mutating func gaps() -> [Gap] {
        // A shared finding has no sector that should have sent something, and no single child to interview.
        if context.sharing != nil { return dayOnly() }
        return unconnectedSectors() + silentSectors() + missingInterviews() + findingsWithoutPlace() + dayOnly()
            + unknownHolidays()
    }

    /// Returns the sectors of which no agency is connected: their silence says nothing.
    private func unconnectedSectors() -> [Gap] {
        let missing = Sector.core.filter { !context.directory.configuredSectors.contains($0) }
        guard !missing.isEmpty else { return [] }
        return [Gap(sentence: "Not connected to the bus: \(Wording.list(missing.map(\.words))).")]
    }

    private func silentSectors() -> [Gap] {
        let lasts = lastLines
        return context.directory.sectorWords.compactMap { sector in
            guard let last = lasts[sector.mask] else {
                return Gap(
                    sentence: "\(sector.title): connected, and has reported nothing about the child.",
                    question: Question(to: sector.words, text: "Is the child known to you, and is anything of concern?")
                )
            }
            guard moment - context.facts[last].at > Context.silence else { return nil }
            let when = explained.when(context.facts[last])
            return Gap(
                sentence: "\(sector.title): connected, and has reported nothing about the child since \(when).",
                question: Question(to: sector.words, text: "What do you know of the child since \(when)?")
            )
        }
    }

    /// The index of the last fact by each sector that has sent any, by the sector's mask: also of one that came after
    /// what carries the alert, or the sentence would be untrue to whoever reads it now.
    private var lastLines: [UInt64: Int] {
        let numbers = context.directory.sectorNumbers
        var lasts: [UInt64: Int] = [:]
        for index in context.facts.indices {
            lasts[1 << UInt64(numbers[Int(context.facts[index].agency)])] = index
        }
        return lasts
    }

    /// Returns the absences in the evidence after which no interview is known.
    private mutating func missingInterviews() -> [Gap] {
        guard explained.facts.contains(where: { $0.flags.contains(.episode) }) else { return [] }
        let absences = context.absences
        let meant = Set(explained.facts.filter { $0.flags.contains(.episode) }.map(\.position))
        let interviews = Interviews(context)
        return absences.all.indices.compactMap { number -> Gap? in
            let absence = absences.all[number]
            guard absence.isMissing, let found = absence.found, context.facts[found].at <= moment else { return nil }
            guard
                meant.contains(context.facts[absence.report].position) || meant.contains(context.facts[found].position)
            else { return nil }
            guard !interviews.isKnown(after: found, of: number) else { return nil }
            let when = explained.when(context.facts[found])
            return Gap(
                sentence: "No return home interview is known after the return \(when).",
                question: Question(
                    to: Sector.socialCare.words,
                    text: "Has the return home interview after the return \(when) taken place, and what was said?"
                )
            )
        }
    }

    /// Returns the `missing.found` facts without place or company; of several by one agency, only the last.
    private func findingsWithoutPlace() -> [Gap] {
        let bare = explained.facts.filter { line in
            line.kind == .missingFound && !line.flags.contains(.restricted)
                && !line.links.contains { $0.role == .foundWith || $0.role == .foundPlace }
        }
        let agencies = Set(bare.map { Fact($0, in: context.directory).title(in: context.directory) }).sorted()
        return agencies.compactMap { agency in
            let own = bare.filter { Fact($0, in: context.directory).title(in: context.directory) == agency }
            guard let last = own.last else { return nil }
            let often =
                own.count > 1
                ? ", nor for the \(Wording.count(own.count - 1, "earlier return", "earlier returns"))" : ""
            return Gap(
                sentence:
                    "\(agency) did not record where or with whom the child was found \(explained.when(last))\(often).",
                question: Question(
                    to: agency,
                    text:
                        "Where was the child found \(explained.when(last))\(often.isEmpty ? "" : " and before"), and with whom?"
                )
            )
        }
    }

    private func dayOnly() -> [Gap] {
        let facts = explained.facts.filter(\.isDayOnly)
        let agencies = Set(facts.map { Fact($0, in: context.directory).title(in: context.directory) }).sorted()
        return agencies.map {
            Gap(sentence: "\($0) gives only the day of some of this: what depends on hours is not known.")
        }
    }

    private func unknownHolidays() -> [Gap] {
        guard finding.measures.contains(Measure("pattern", .text(OverduePattern.word))) else { return [] }
        let day = context.zone.day(of: Instant(milliseconds: moment))
        guard !rules.calendar.covers(day), finding.has("working days") else { return [] }
        return [Gap(sentence: "The bank holidays of \(day.parts.year) are not known: only weekends were left out.")]
    }

    /// Returns the rule's own questions, those about restricted facts, and those that follow from the gaps; each once.
    func questions(_ gaps: [Gap]) -> [Question] {
        let restricted = explained.facts.filter { $0.flags.contains(.restricted) }.map { line in
            let agency = Fact(line, in: context.directory).title(in: context.directory)
            return Question(
                to: agency,
                text: "What can be shared of the restricted information of \(explained.when(line))?"
            )
        }
        let own = explained.rule.ask.map { Question(to: addressee($0.to), text: $0.text) }
        var seen: Set<Question> = []
        return (own + restricted + gaps.compactMap(\.question)).filter { seen.insert($0).inserted }
    }

    /// Returns the words for a sector that a rule file addresses by its name on the bus.
    private func addressee(_ name: String) -> String {
        let sector = Sector(rawValue: name)
        let isKnown = Sector.core.contains(sector) || context.directory.configuredSectors.contains(sector)
        return isKnown ? sector.words : name
    }
}

/// The interviews that are known, held or declined.
private struct Interviews {
    private var last = -1
    /// The absences that the interviews name.
    private var named: Set<Int> = []

    init(_ context: EvaluationContext) {
        var context = context
        var episodes: Set<String> = []
        for index in context.facts.indices {
            switch context.facts[index].kind {
            case .returnInterviewCompleted, .returnInterviewRefused:
                last = index
                episodes.formUnion(context.facts[index].fields.values(.episodes))
            default: break
            }
        }
        guard !episodes.isEmpty else { return }
        for member in context.absences.members
        where episodes.contains(context.facts.value(.episode, at: member.line) ?? "") {
            named.insert(member.absence)
        }
    }

    /// Whether there was one after the child was found, or one that names the absence.
    func isKnown(after found: Int, of absence: Int) -> Bool { last > found || named.contains(absence) }
}
