import Aggregator
import ArgumentParser
import Correlation
import DaemonKit
import Journal
import SafeguardingModel

/// The state of a site, folded from its journal by the aggregator's own correlator, so that the tools need no daemon.
struct SiteState {
    let journal: Journal
    let correlator: Correlator
    let zone: Zone

    /// Folds the journal.
    ///
    /// - Parameter moment: the moment after which entries are ignored, and to which time passes; nil: now.
    init(_ site: SiteOption, asOf moment: AsOfOption? = nil) throws {
        let journal = try site.journal()
        self.journal = journal
        zone = try site.aggregator().zone
        let instant = try moment?.instant(in: zone)
        var folding = JournalFold()
        try folding.run(through: journal, limit: try instant.map(journal.lastPosition) ?? .max)
        var correlator = folding.correlator
        if let instant {
            _ = correlator.apply(JournalEntry(position: folding.position + 1, at: instant, body: .tick))
        }
        self.correlator = correlator
    }

    /// Counts the events of the journal that match.
    func events(_ isSuch: (Event, AgencyName) -> Bool) throws -> Int {
        var count = 0
        try journal.forEachEntry(of: .event) { entry in
            if case .event(let event, let agency) = entry.body, isSuch(event, agency) { count += 1 }
        }
        return count
    }
}

/// `--as-of DATE`, for every command that shows knowledge at a moment.
struct AsOfOption: ParsableArguments {
    @Option(
        name: .customLong("as-of"),
        help: "What was known then: 2016-02-01 (the whole day), or 2016-02-01T09:00:00Z."
    )
    var asOf: String?

    /// Returns the moment; nil: now.
    func instant(in zone: Zone) throws -> Instant? {
        guard let asOf else { return nil }
        if let instant = Instant(rfc3339: asOf) { return instant }
        guard let day = CivilDay(asOf) else {
            throw CommandError("'\(asOf)' is no date; write 2016-02-01, or a time such as 2016-02-01T09:00:00Z")
        }
        return zone.startOfDay(day.advanced(by: 1)) - .milliseconds(1)
    }
}
