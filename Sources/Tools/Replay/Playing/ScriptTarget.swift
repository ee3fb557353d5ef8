public import SafeguardingModel

/// The system on which a script is played: judgement in memory, or real daemons.
///
/// The player calls in order of the script's clock: `configure` once, then deliveries and decisions, each after
/// `advance` to its moment, then `finish`. The same script on two targets must give equal ``AlertSummary`` values.
public protocol ScriptTarget: AnyObject {
    /// Puts these agencies, rules, weights and holidays into force.
    func configure(_ configuration: SiteConfiguration, at: Instant) async throws
    /// Lets time pass: every deadline up to and including `to` falls due at its own moment.
    func advance(to: Instant) async throws
    /// Delivers an agency's event. A duplicate is acknowledged and changes nothing.
    func deliver(_ delivery: Delivery) async throws
    /// Records a person's decision, and returns its position in the journal.
    func decide(_ decision: Decision, at: Instant) async throws -> Position
    /// Ends the play, and returns every alert that was ever raised, in order of raising.
    func finish() async throws -> [Alert]
}

/// One event on its way: its sender, its bytes, and when they reach the aggregator.
public struct Delivery: Hashable, Sendable {
    /// The agency that sends the event.
    public var agency: AgencyName
    /// The event with its bytes.
    public var document: EventDocument
    /// The moment at which the event reaches the aggregator, not that at which it happened.
    public var at: Instant
    /// The script's line, for reports.
    public var line: Int

    public init(agency: AgencyName, document: EventDocument, at: Instant, line: Int) {
        self.agency = agency
        self.document = document
        self.at = at
        self.line = line
    }
}
