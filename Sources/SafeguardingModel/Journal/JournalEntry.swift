/// One line of the journal, the only input of judgement.
public struct JournalEntry: Hashable, Sendable {
    /// The entry's number: 1, 2, 3 ..., without gaps, never used twice.
    public var position: Position
    /// The time at which the aggregator wrote it; never earlier than the entry before.
    public var at: Instant
    /// The content, by which judgement decides.
    public var body: Body

    public init(position: Position, at: Instant, body: Body) {
        self.position = position
        self.at = at
        self.body = body
    }

    /// The four sorts of entry; nothing else changes a judgement.
    public enum Body: Hashable, Sendable {
        /// An agency's event. The agency is that of the key that sent it. Stored indirectly, because an event is large
        /// and often copied.
        indirect case event(Event, from: AgencyName)
        /// A person's decision.
        case decision(Decision)
        /// Agencies, rules, weights and calendar, whole, in force from now on.
        case configuration(SiteConfiguration)
        /// Time passed and a deadline fell in it.
        case tick
    }
}

/// A person's decision at the desk or with `refbus`.
public struct Decision: Hashable, Sendable, Codable {
    /// The sort of decision; an `alert` is an alert's id.
    public enum Kind: Hashable, Sendable, Codable {
        case acknowledge(alert: String)
        case progress(alert: String)
        case note(alert: String)
        case close(alert: String, outcome: String)
        case reopen(alert: String)
        /// Takes an alert, if the account is the person's own; otherwise offers it to somebody, who has it once they
        /// accept.
        case assign(alert: String, to: String)
        /// Asks an agency the question in the decision's note, to be answered within this many hours.
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
        case takenBack(position: Position)
    }

    /// The sort of decision, with the alert, records or keys that it concerns.
    public var kind: Kind
    /// The account that decided.
    public var by: String
    /// The person's reason, in their own words; of `ask` the question.
    public var note: String
    /// The id under which the desk showed the alert to a reader from whom a child is withheld; nil if it is the
    /// journal's.
    public var shownAs: String?

    public init(_ kind: Kind, by: String, note: String = "", shownAs: String? = nil) {
        self.kind = kind
        self.by = by
        self.note = note
        self.shownAs = shownAs
    }
}

/// Everything besides facts and decisions on which judgement depends. A change of it is a journal entry, so that
/// yesterday's alerts can be explained by yesterday's rules.
public struct SiteConfiguration: Hashable, Sendable, Codable {
    /// The agencies that may send; as a site's files are read, in the order of their names.
    public var agencies: [Agency]
    /// The rule files, whole, in order of their names.
    public var rules: [TextFile]
    /// `identity.yaml`, whole.
    public var identity: TextFile?
    /// `names.yaml`, whole: the forms of each name.
    public var names: TextFile?
    /// `calendar.yaml`, whole: the bank holidays.
    public var calendar: TextFile?
    /// `relations.yaml`, whole: who a person is to a child; nil for the usual order.
    public var relations: TextFile?
    /// The time zone: `Europe/London`.
    public var timezone: String
    /// The limits of facts; nil for ``FactLimits/usual``.
    public var limits: FactLimits?

    public init(
        agencies: [Agency],
        rules: [TextFile],
        identity: TextFile? = nil,
        names: TextFile? = nil,
        calendar: TextFile? = nil,
        relations: TextFile? = nil,
        timezone: String = "Europe/London",
        limits: FactLimits? = nil
    ) {
        self.agencies = agencies
        self.rules = rules
        self.identity = identity
        self.names = names
        self.calendar = calendar
        self.relations = relations
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
