import Correlation
public import SafeguardingModel
public import StrictYAML

/// A comparison of the rules in force with changed ones, by judging the past again under both.
///
/// ```swift
/// var backtest = Backtest(try ChangedRules(inForce: configurations, new: files))
/// for entry in journal { try backtest.apply(entry) }
/// let report = backtest.report(from: begin, to: end)
/// ```
public struct Backtest: Sendable {
    private let rules: ChangedRules
    private var correlator = Correlator()

    public init(_ rules: ChangedRules) {
        self.rules = rules
    }

    /// The rules that are compared.
    public var names: [String] { rules.names }

    /// Takes in the next entry of the journal. Decisions about alerts are ignored: their alerts are not judged here.
    ///
    /// - Throws: ``YAMLError`` if a configuration's rules cannot be read together with the changed ones.
    public mutating func apply(_ entry: JournalEntry) throws(YAMLError) {
        var entry = entry
        if case .configuration(let configuration) = entry.body {
            entry.body = .configuration(try rules.pairing(configuration))
        }
        _ = correlator.apply(entry)
    }

    /// Lets time pass to the end of the period, with each deadline on the way.
    public mutating func finish(at instant: Instant, after position: Position) {
        _ = correlator.apply(JournalEntry(position: position + 1, at: instant, body: .tick))
    }

    /// Returns the differences among the alerts that either version raised between two instants, both included.
    public func report(from: Instant, to: Instant) -> BacktestReport {
        let alerts = correlator.alertsUnexplained
        return BacktestReport(
            changes: rules.names.flatMap { name in
                BacktestReport.changes(
                    rule: name,
                    old: alerts.filter { $0.rule == name },
                    new: alerts.filter { $0.rule == ChangedRules.newName(name) }
                )
            }.filter { $0.isRaised(from: from, to: to) }
        )
    }
}
