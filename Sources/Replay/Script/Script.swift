public import SafeguardingModel

/// A case that can be played: who takes part, what each agency tells and when it arrives, and which alerts must come
/// of it.
///
/// Everything is already in instants and in event documents, ready to be sent; the file's own words are kept only
/// where a report needs them.
///
/// ## Topics
/// - ``init(parsing:file:)``: reads the YAML that people write
/// - ``ScriptPlayer``: plays it
/// - ``ExpectationChecker``: says which expectations were met
public struct Script: Hashable, Sendable {
    /// Where it was read, for reports.
    public var file: String
    public var title: String
    public var isSynthetic: Bool
    /// Where the skeleton of the case comes from.
    public var source: String
    public var calendar: ScriptCalendar
    public var agencies: [Agency]
    public var cast: Participants
    /// In the order of the file: what is known beforehand, then the events.
    public var steps: [Step]
    public var offline: [Offline]
    /// When the play ends.
    public var until: Instant
    /// How many other orders of arrival must give the same alerts.
    public var permutations: Int
    public var expectations: [Expectation]
    /// What is odd and no error, for example a number that fails its check digit.
    public var warnings: [String]
}

extension Script {
    /// One line of the script: something told or decided, at its moment.
    public struct Step: Hashable, Sendable {
        public var line: Int
        public var content: Content
        /// When it reaches the aggregator, were every agency online.
        public var arrives: Instant
        /// How often the same event is sent.
        public var times: Int
        /// The child's name in the script, where it is about one.
        public var child: String?
    }

    public enum Content: Hashable, Sendable {
        case event(EventDocument)
        case decision(ScriptDecision)
    }

    /// An agency whose events wait: nothing of it arrives from `from` until `to`, and then everything does.
    public struct Offline: Hashable, Sendable {
        public var agency: AgencyName
        public var from: Instant
        public var to: Instant
    }
}

/// An event as it will be sent, with what was read back out of the very same bytes.
public struct EventDocument: Hashable, Sendable {
    public var agency: AgencyName
    public var bytes: [UInt8]
    public var event: Event
}

/// What a person decides about who is who; one that takes another back names it by the script's own id.
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
