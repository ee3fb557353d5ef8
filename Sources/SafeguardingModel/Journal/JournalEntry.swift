/// One line of the journal, the only input of judgement.
public struct JournalEntry: Hashable, Sendable {
    /// 1, 2, 3 ...: without gaps, never used twice.
    public var position: Int64
    /// When the aggregator wrote it; never earlier than the entry before.
    public var at: Instant
    public var body: Body

    public init(position: Int64, at: Instant, body: Body) {
        self.position = position
        self.at = at
        self.body = body
    }

    public enum Body: Hashable, Sendable {
        /// An agency told something. The agency is that of the key that sent it. Held by reference: an event is copied from hand
        /// to hand, and is large.
        indirect case event(Event, from: AgencyName)
        /// A person decided something.
        case decision(Decision)
        /// Agencies, rules, weights and calendar, whole, as they are from now on.
        case configuration(SiteConfiguration)
        /// Time passed and a deadline fell in it.
        case tick
    }
}

/// What a person decided at the desk or with `refbus`.
public struct Decision: Hashable, Sendable, Codable {
    public enum Kind: Hashable, Sendable, Codable {
        case acknowledge(alert: String)
        case progress(alert: String)
        case note(alert: String)
        case close(alert: String, outcome: String)
        case reopen(alert: String)
        /// Whoever assigns an alert to themselves has it; anybody else is offered it, and has it once they accept.
        case assign(alert: String, to: String)
        /// Asks an agency the decision's note; it should answer within so many hours.
        case ask(alert: String, of: AgencyName, hours: Int)
        /// All these records are one child.
        case same([RecordKey])
        /// These records are different children.
        case different([RecordKey])
        /// All these keys are one adult's; `exercise` says whether in the drills' world.
        case samePerson([LinkKey], exercise: Bool)
        /// These keys are different adults'.
        case differentPeople([LinkKey], exercise: Bool)
        /// The decision written at this position is taken back.
        case takenBack(position: Int64)
    }

    public var kind: Kind
    /// The account that decided.
    public var by: String
    /// Why, in the person's words.
    public var note: String
    /// The id by which the desk showed the alert to somebody from whom a child is withheld; nil where it is the journal's.
    public var shownAs: String?

    public init(_ kind: Kind, by: String, note: String = "", shownAs: String? = nil) {
        self.kind = kind
        self.by = by
        self.note = note
        self.shownAs = shownAs
    }
}

/// Everything besides facts and decisions that judgement depends on. A change of it is a journal entry, so that
/// yesterday's alerts can be explained by yesterday's rules.
public struct SiteConfiguration: Hashable, Sendable, Codable {
    public var agencies: [Agency]
    /// The rule files, whole, in order of their names.
    public var rules: [TextFile]
    /// `identity.yaml`, whole.
    public var identity: TextFile?
    /// `names.yaml`, whole: which names are forms of one another.
    public var names: TextFile?
    /// Bank holidays, whole.
    public var calendar: TextFile?
    /// `Europe/London`.
    public var timezone: String
    /// Nil: ``FactLimits/usual``.
    public var limits: FactLimits?

    public init(
        agencies: [Agency],
        rules: [TextFile],
        identity: TextFile? = nil,
        names: TextFile? = nil,
        calendar: TextFile? = nil,
        timezone: String = "Europe/London",
        limits: FactLimits? = nil
    ) {
        self.agencies = agencies
        self.rules = rules
        self.identity = identity
        self.names = names
        self.calendar = calendar
        self.timezone = timezone
        self.limits = limits
    }

    /// A file as a person wrote it, so that an error can name it and its line.
    public struct TextFile: Hashable, Sendable, Codable {
        public var name: String
        public var text: String

        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }
}
