import Correlation
import RuleEngine
import SafeguardingModel
import TestKit

extension Story {
    /// The agencies of the stories and of all examples of the rule files.
    static let allAgencies = Result {
        try examples.get().flatMap(\.agencies).reduce(into: agencies) { all, agency in
            if !all.contains(where: { $0.name == agency.name }) { all.append(agency) }
        }
    }

    /// The examples of all rule files: between them they reach every rule, mostly at its very threshold. Those about very
    /// many children are for the rules' own tests.
    static let examples = Result {
        RuleExamples.stories(
            in: try RuleSet(files: ShippedRules.files() + LanguageRules.files, calendar: ShippedRules.calendar())
        ).filter { $0.told.count <= 65 && Set($0.told.map(\.event.subject)).count <= 8 }
    }

    /// One or two examples, their children and times thrown together, and some of their facts bent by chance.
    static func bent(_ dice: inout SeededGenerator) throws -> Story {
        var story = Story()
        let all = try examples.get()
        let rule = dice.pick(Set(all.map(\.rule)).sorted())
        // The long ones are seldom played: they take long.
        let own = all.filter { $0.rule == rule && ($0.told.count < 20 || dice.happens(oneIn: 8)) }
        let first = dice.pick(own.isEmpty ? all.filter { $0.rule == rule } : own)
        story.take(first, number: 1, from: first.begins, &dice)
        if dice.happens(oneIn: 3) {
            let second = dice.pick(all)
            story.take(second, number: 2, from: first.begins + .days(Int64(dice.below(40)) - 20), &dice)
        }
        if dice.happens(oneIn: 3) { story.addAmendment(&dice) }
        if dice.happens(oneIn: 8) { story.addSharedIdentity(&dice) }
        story.until = max(story.settled, first.until)
        return story
    }

    /// When everything has happened and has been told.
    var settled: Instant {
        (told.flatMap { [$0.event.occurred.latest, $0.arrives] }.max() ?? Story.at(0)) + .days(2)
    }

    private mutating func take(_ example: ExampleStory, number: Int, from: Instant, _ dice: inout SeededGenerator) {
        let shift = from - example.begins
        for (event, agency) in example.told where !dice.happens(oneIn: 25) {
            var event = event
            event.id = "\(number)-\(event.id)"
            event.occurred = Occurrence(event.occurred.earliest + shift, precision: event.occurred.precision)
            if !event.subject.isEmpty {
                event.child?.nhsNumber = ""
                event.child?.familyName = "Example\(event.subject)"
                if event.child?.born == nil { event.child?.born = Story.person("").born }
            }
            var agency = agency
            bend(&event, &agency, &dice)
            event.source = "/\(agency)/test"
            if !event.subject.isEmpty { event.subject = "\(event.subject)-\(agency)" }
            event.recorded = event.occurred.latest
            told.append(Told(event: event, agency: agency, arrives: event.occurred.latest))
        }
    }

    /// Mostly nothing; otherwise earlier, later, known to the day only, told by another agency or of another child.
    private func bend(_ event: inout Event, _ agency: inout AgencyName, _ dice: inout SeededGenerator) {
        guard dice.happens(oneIn: 5) else { return }
        let time = event.occurred.earliest
        switch dice.below(6) {
        case 0, 1:
            let span = dice.pick([.milliseconds(1), .seconds(1), .hours(1), .hours(13), .days(1), .days(7)] as [Span])
            event.occurred = Occurrence(time + span * (dice.happens(oneIn: 2) ? 1 : -1))
        case 2:
            let midnight = Zone.london.startOfDay(Zone.london.day(of: time))
            event.occurred = Occurrence(midnight, precision: .day)
        case 3: agency = dice.pick(told.map(\.agency) + Story.agencies.map(\.name))
        case 4:
            if !event.subject.isEmpty {
                event.subject = dice.pick(["c1", "c2"])
                event.child?.familyName = "Example\(event.subject)"
            }
        default: event.handling = Handling(audience: ["cse-team"])
        }
    }
}

extension ExampleStory {
    fileprivate var begins: Instant { told.map(\.event.occurred.earliest).min() ?? until }
}
