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
    /// The title as the file gives it, for reports.
    public var title: String
    /// Whether the file says that nobody in it is real.
    public var isSynthetic: Bool
    /// The published source of the case; empty where the file names none.
    public var source: String
    /// The numbering of the days, and the local clock.
    public var calendar: ScriptCalendar
    /// The agencies that are declared or that a line names.
    public var agencies: [Agency]
    /// The children, other people and places that lines name.
    public var participants: Participants
    /// The steps in the order of the file: facts known beforehand, then the events.
    public var steps: [Step]
    /// The times for which agencies are offline, in the order of the file.
    public var offline: [Offline]
    /// The end of the play: time passes to it after the last step.
    public var until: Instant
    /// The number of other orders of arrival that must give the same alerts.
    public var permutations: Int
    /// The lines of `expect`, in their order.
    public var expectations: [Expectation]
    /// Oddities that are not errors, for example a number that fails its check digit.
    public var warnings: [String]
}

extension Script {
    /// One event or decision of the script, at its moment.
    public struct Step: Hashable, Sendable {
        /// The line of the file, from 1; several steps have the same where a line gives several days.
        public var line: Int
        /// The event or the decision.
        public var content: Content
        /// The moment at which it reaches the aggregator if every agency is online.
        public var arrives: Instant
        /// The number of times that the same event is sent.
        public var times: Int
        /// The child's name in the script, where the step is about one.
        public var child: String?
    }

    /// One agency's event, or one decision at the desk.
    public enum Content: Hashable, Sendable {
        case event(EventDocument)
        case decision(ScriptDecision)
    }

    /// An agency whose events wait: none of them arrives from `from` until `to`, and then all do.
    public struct Offline: Hashable, Sendable {
        /// The agency that is offline.
        public var agency: AgencyName
        /// The first moment offline.
        public var from: Instant
        /// The moment at which it is back and its events arrive.
        public var to: Instant
    }
}

/// An event document to be sent, with the event that was read back from the same bytes.
public struct EventDocument: Hashable, Sendable {
    /// The agency that sends it.
    public var agency: AgencyName
    /// The event as JSON, as an adapter would send it.
    public var bytes: [UInt8]
    /// The event as the aggregator reads it from ``bytes``.
    public var event: Event
}

/// A person's decision about identity; one that takes back another names it by the script's own id.
public struct ScriptDecision: Hashable, Sendable {
    /// The content of the decision.
    public enum Verdict: Hashable, Sendable {
        /// The records are one child.
        case same([RecordKey])
        /// Each two of the records are two children.
        case different([RecordKey])
        /// The keys belong to one adult.
        case samePerson([LinkKey], exercise: Bool)
        /// The keys belong to different adults.
        case differentPeople([LinkKey], exercise: Bool)
        /// An earlier decision, by its id in the script, counts as never made.
        case takenBack(id: String)
    }

    /// The decision's id, given in the script or made from its place there.
    public var id: String
    /// The content of the decision.
    public var verdict: Verdict
}
