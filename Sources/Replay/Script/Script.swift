public import SafeguardingModel

/// A case that can be played: the participants, each agency's events with their times of arrival, and the alerts that
/// must come of it.
///
/// Everything is already in instants and in event documents, ready to be sent; the file's own words are kept only where
/// a report needs them.
///
/// ## Topics
/// - ``init(parsing:file:)``: reads the YAML that people write
/// - ``ScriptPlayer``: plays it
/// - ``ExpectationChecker``: says which expectations were met
public struct Script: Hashable, Sendable {
    /// The path of the file, for reports.
    public var file: String
    public var title: String
    public var isSynthetic: Bool
    /// The published source of the case.
    public var source: String
    public var calendar: ScriptCalendar
    public var agencies: [Agency]
    public var cast: Participants
    /// The steps in the order of the file: facts known beforehand, then the events.
    public var steps: [Step]
    public var offline: [Offline]
    /// The end of the play.
    public var until: Instant
    /// The number of other orders of arrival that must give the same alerts.
    public var permutations: Int
    public var expectations: [Expectation]
    /// Oddities that are not errors, for example a number that fails its check digit.
    public var warnings: [String]
}

extension Script {
    /// One event or decision of the script, at its moment.
    public struct Step: Hashable, Sendable {
        public var line: Int
        public var content: Content
        /// The moment at which it reaches the aggregator if every agency is online.
        public var arrives: Instant
        /// The number of times that the same event is sent.
        public var times: Int
        /// The child's name in the script, where the step is about one.
        public var child: String?
    }

    public enum Content: Hashable, Sendable {
        case event(EventDocument)
        case decision(ScriptDecision)
    }

    /// An agency whose events wait: none of them arrives from `from` until `to`, and then all do.
    public struct Offline: Hashable, Sendable {
        public var agency: AgencyName
        public var from: Instant
        public var to: Instant
    }
}

/// An event document to be sent, with the event that was read back from the same bytes.
public struct EventDocument: Hashable, Sendable {
    public var agency: AgencyName
    public var bytes: [UInt8]
    public var event: Event
}

/// A person's decision about identity; one that takes back another names it by the script's own id.
public struct ScriptDecision: Hashable, Sendable {
    public enum Verdict: Hashable, Sendable {
        case same([RecordKey])
        case different([RecordKey])
        case samePerson([LinkKey], exercise: Bool)
        case differentPeople([LinkKey], exercise: Bool)
        case takenBack(id: String)
    }

    public var id: String
    public var verdict: Verdict
}
