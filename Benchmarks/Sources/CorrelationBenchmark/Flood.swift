import Correlation
import Foundation
import SafeguardingModel
import Simulation

/// One agency's flood: concerns, and missing reports with their returns, about so many subjects in turn.
///
/// About one subject it is what a mapping with a constant reference sends by mistake.
struct Flood {
    /// How the events lie in time, and what else is the same in all of them.
    enum Shape: String, CaseIterable {
        case months = "over ten months"
        case day = "on one day"
        case backwards = "over ten months, the last first"
        case names = "over ten months, another name each time"
        case home = "by a children's home"
        case adult = "naming one listed adult by phone and handle"
        case corrections = "correcting one event"
        case withdrawals = "each withdrawn afterwards"
        case references = "under another reference each time, of one NHS number"
        case register = "listing one adult, about no child"
    }

    let shape: Shape
    var concerns = 2_200
    var absences = 10_000

    /// In order of arrival: all of it within a minute, as an export is sent.
    func tellings(subjects: Int) -> [Telling] {
        var tellings = told(subjects)
        if shape == .backwards { tellings.reverse() }
        if shape == .withdrawals { tellings += tellings.map(withdrawal) }
        if shape == .adult { tellings.insert(listing(-1, subjects: 1), at: 0) }
        let step = 60_000 / Int64(tellings.count)
        for index in tellings.indices {
            tellings[index].arrives = Flood.arrives + Span(milliseconds: Int64(index) * step)
        }
        return tellings
    }

    private func told(_ subjects: Int) -> [Telling] {
        let count = concerns + absences
        switch shape {
        case .register: return (0..<count).map { listing($0, subjects: subjects) }
        case .corrections:
            return (0..<count).map { number in
                var telling = concern(number, subjects)
                if number >= subjects { telling.event.corrects = "c\(number % subjects)" }
                return telling
            }
        default: break
        }
        var tellings: [Telling] = []
        for number in 0..<count {
            // Every so many absences a concern, so that both are there from the beginning.
            let isConcern = (number + 1) * concerns / count > number * concerns / count
            tellings += isConcern ? [concern(number, subjects)] : absence(number, subjects)
        }
        return tellings
    }

    private static let arrives = EventStream.begins + .days(370)

    private func at(_ number: Int) -> Instant {
        let length: Span = shape == .day ? .hours(20) : .days(300)
        let from = Flood.arrives - .hours(22) - length
        return from + Span(milliseconds: length.milliseconds / Int64(concerns + absences) * Int64(number))
    }

    private func concern(_ number: Int, _ subjects: Int) -> Telling {
        let links = shape == .adult ? [adult(.mentioned, subjects, number)] : []
        return tell(.concernObserved, number, subjects, at(number), "c", [Field(.indicators, "gifts")], links)
    }

    private func absence(_ number: Int, _ subjects: Int) -> [Telling] {
        let episode = Field(.episode, "e\(number)")
        let length: Span = shape == .day ? .minutes(1) : .minutes(Int64(10 + number * 37 % 900))
        let links = shape == .adult ? [adult(.foundWith, subjects, number)] : []
        return [
            tell(.missingReported, number, subjects, at(number), "r", [episode, Field(.category, "missing")]),
            tell(.missingFound, number, subjects, at(number) + length, "f", [episode], links),
        ]
    }

    private func listing(_ number: Int, subjects: Int) -> Telling {
        var telling = tell(.personListed, number, subjects, at(max(0, number)), "l", [Field(.register, "rso")])
        telling.event.subject = ""
        telling.event.child = nil
        telling.event.links = [adult(.listed, subjects, max(0, number))]
        return telling
    }

    private func withdrawal(_ telling: Telling) -> Telling {
        var gone = telling
        gone.event.kind = .eventWithdrawn
        gone.event.corrects = telling.event.id
        gone.event.id += "w"
        return gone
    }

    private func adult(_ role: Link.Role, _ subjects: Int, _ number: Int) -> Link {
        let subject = number % subjects
        return Link(
            role: role,
            keys: [LinkKey(.handle, "h\(subject)"), LinkKey(.phone, "p\(subject)")],
            kind: "person"
        )
    }

    private func tell(
        _ kind: EventKind,
        _ number: Int,
        _ subjects: Int,
        _ at: Instant,
        _ id: String,
        _ fields: [Field],
        _ links: [Link] = []
    ) -> Telling {
        let subject = max(0, number) % subjects
        let agency: AgencyName = shape == .home ? "residential" : "police"
        let event = Event(
            source: "/\(agency)/flood",
            id: "\(id)\(number)",
            kind: kind,
            occurred: Occurrence(at),
            recorded: at,
            subject: shape == .references ? "s\(number)" : "s\(subject)",
            child: person(number, subject),
            fields: fields,
            links: links
        )
        return Telling(event, from: agency, arrives: at)
    }

    private func person(_ number: Int, _ subject: Int) -> PersonRecord {
        var person = StreamNames.person(shape == .names ? number : subject)
        if shape == .references { person.nhsNumber = "999\(1_000_000 + subject)" }
        return person
    }
}

/// The cost of a flood.
struct FloodCost {
    var seconds = 0.0
    var effects = 0
    var megabytes = 0
    /// The longest that any one entry took, in seconds: so long others wait.
    var slowest = 0.0
    var memory = 0

    static func of(_ entries: [JournalEntry]) throws -> FloodCost {
        var cost = FloodCost()
        let before = Memory.resident
        var correlator = Correlator()
        let encoder = JSONEncoder()
        var bytes = 0
        for entry in entries {
            var effects: [Effect] = []
            let seconds = Stopwatch.seconds { effects = correlator.apply(entry) }
            cost.seconds += seconds
            for effect in effects { bytes += try encoder.encode(effect.abridged).count }
            cost.slowest = max(cost.slowest, seconds)
            cost.effects += effects.count
        }
        cost.megabytes = bytes >> 20
        cost.memory = (Memory.resident - before) >> 20
        withExtendedLifetime(correlator) {}
        return cost
    }

    /// How often dearer it is about one subject than about two thousand.
    static func compare(_ site: Site, share: Int) throws {
        for shape in Flood.Shape.allCases {
            var flood = Flood(shape: shape)
            flood.concerns /= share
            flood.absences /= share
            let tellings = flood.tellings(subjects: 1)
            let many = try of(site.entries(flood.tellings(subjects: 2_000)))
            let one = try of(site.entries(tellings))
            let times = String(format: "%.2f", one.seconds / many.seconds)
            print("\(tellings.count) events \(shape.rawValue):\n  one \(one.words)")
            print("  two thousand \(many.words); \(times) times")
        }
    }

    private var words: String {
        "\(String(format: "%.2f", seconds)) s, the slowest entry \(Int(slowest * 1_000)) ms, \(effects) effects of \(megabytes) MB, \(memory) MB of memory"
    }
}
