public import SafeguardingModel

/// Where a script is played: the judgement in memory, or real daemons.
///
/// The player calls in order of the script's clock: `configure` once, then deliveries and decisions, each after
/// `advance` to its moment, then `finish`. The same script on two stages must give equal ``AlertSummary`` values.
public protocol ScriptTarget: AnyObject {
    /// Makes these agencies, rules, weights and holidays the ones in force.
    func configure(_ configuration: SiteConfiguration, at: Instant) async throws
    /// Lets time pass: every deadline up to and including `to` falls due at its own moment.
    func advance(to: Instant) async throws
    /// Hands over what an agency sends. A duplicate is acknowledged and changes nothing.
    func deliver(_ delivery: Delivery) async throws
    /// Has a person decide, and returns the journal position at which that was written.
    func decide(_ decision: Decision, at: Instant) async throws -> Int64
    /// Ends the play, and returns every alert that was ever raised, in order of raising.
    func finish() async throws -> [Alert]
}

/// One event on its way: who sends it, the bytes, and when they reach the aggregator.
public struct Delivery: Hashable, Sendable {
    public var agency: AgencyName
    public var document: EventDocument
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
