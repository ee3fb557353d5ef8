public import Correlation
public import SafeguardingModel

/// A target that plays against judgement in memory, as the aggregator does with its journal, without a journal.
public final class CoreTarget: ScriptTarget {
    /// The reason why a play cannot go on.
    public enum PlayError: Error, Hashable, Sendable, CustomStringConvertible {
        /// The same source and id came twice with different content; the gateway refuses this too.
        case otherContent(line: Int)
        /// Judgement asks for a tick at a moment that has passed.
        case clockStandsStill(Instant)

        public var description: String {
            switch self {
            case .otherContent(let line):
                "line \(line): an event with this source and id came before, with other content"
            case .clockStandsStill(let instant): "judgement asks again and again to be woken at \(instant.rfc3339)"
            }
        }
    }

    /// Judgement after the steps played so far.
    public private(set) var correlator = Correlator()
    private var position: Position = 0
    private var now = Instant.distantPast
    /// The bytes of each event that came, by source and id.
    private var seen: [String: [UInt8]] = [:]
    /// All effects of judgement, in order.
    public private(set) var effects: [Effect] = []

    public init() {}

    /// Enters the configuration as the first entry; throws nothing.
    public func configure(_ configuration: SiteConfiguration, at instant: Instant) async throws {
        apply(.configuration(configuration), at: instant)
    }

    /// Lets time pass, with one tick for each moment at which judgement asks to be woken.
    ///
    /// - Throws: ``PlayError/clockStandsStill(_:)`` where it asks twice for one moment.
    public func advance(to instant: Instant) async throws {
        var last: Instant?
        while let wake = correlator.nextWake, wake <= instant {
            guard last != wake else { throw PlayError.clockStandsStill(wake) }
            last = wake
            apply(.tick, at: max(wake, now))
        }
        now = max(now, instant)
    }

    /// Judges the event, unless the same bytes came before under its source and id.
    ///
    /// - Throws: ``PlayError/otherContent(line:)``.
    public func deliver(_ delivery: Delivery) async throws {
        let event = delivery.document.event
        let name = "\(event.source) \(event.id)"
        if let known = seen[name] {
            guard known == delivery.document.bytes else { throw PlayError.otherContent(line: delivery.line) }
            return
        }
        seen[name] = delivery.document.bytes
        apply(.event(event, from: delivery.agency), at: delivery.at)
    }

    /// Enters the decision and returns its position; throws nothing.
    public func decide(_ decision: Decision, at instant: Instant) async throws -> Position {
        apply(.decision(decision), at: instant)
        return position
    }

    /// Returns every alert that was ever raised, explained by the facts as they are known at the end; throws nothing.
    public func finish() async throws -> [Alert] { correlator.alerts }

    private func apply(_ body: JournalEntry.Body, at instant: Instant) {
        position += 1
        now = max(now, instant)
        effects += correlator.apply(JournalEntry(position: position, at: now, body: body))
    }
}
