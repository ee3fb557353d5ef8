import RuleEngine
import SafeguardingModel

/// The reason for which judgement evaluated again; a revision or a withdrawal names it.
enum Cause: Sendable {
    case received(ChronologyFact)
    case corrected(ChronologyFact)
    case withdrawn(ChronologyFact)
    case personOfConcern(ChronologyFact)
    case time
    case identity([String])
    case rules

    /// Returns the cause as the beginning of a sentence; empty where time alone has passed.
    func words(_ directory: AgencyRegister, _ zone: Zone) -> String {
        switch self {
        case .received(let line): "\(line.what(directory)) (\(line.when(zone)))\(line.lateness(zone))"
        case .corrected(let line):
            "\(line.who(directory)) corrected what it had reported (\(line.when(zone)))\(line.lateness(zone))"
        case .withdrawn(let line): "\(line.who(directory)) withdrew what it had reported (\(line.when(zone)))"
        case .personOfConcern(let line):
            "\(line.who(directory)) reported more about a person of concern (\(line.when(zone)))\(line.lateness(zone))"
        case .time: ""
        case .identity(let sentences): "Records were matched or separated: \(sentences.joined(separator: "; "))"
        case .rules: "The rules changed"
        }
    }
}

extension ChronologyFact {
    func who(_ directory: AgencyRegister) -> String { Fact(self, in: directory).title(in: directory) }

    func what(_ directory: AgencyRegister) -> String {
        FactSentence.text(for: Fact(self, in: directory), in: directory)
    }

    func when(_ zone: Zone) -> String {
        isDayOnly ? Zone.text(zone.day(of: Instant(milliseconds: at))) : zone.text(Instant(milliseconds: at))
    }

    /// Returns words about a fact that comes half a day or more after it happened; a person who is told again should
    /// know.
    func lateness(_ zone: Zone) -> String {
        let hours = (received - latest) / 3_600_000
        guard hours >= 12 else { return "" }
        let length = hours >= 48 ? "\(hours / 24) days" : "\(hours) hours"
        return ", which came late, \(length) after it happened, on \(zone.text(Instant(milliseconds: received)))"
    }
}
