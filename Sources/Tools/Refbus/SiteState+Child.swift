import IdentityResolution
import Correlation
import SafeguardingModel

extension SiteState {
    /// Returns the child of an id (C-...) or of an agency's own reference (merseyside-police/MP-77120).
    func child(_ text: String) throws -> ChildID {
        if correlator.children.contains(ChildID(rawValue: text)) { return ChildID(rawValue: text) }
        let parts = text.split(separator: "/", maxSplits: 1)
        if parts.count == 2 {
            let key = RecordKey(agency: AgencyName(rawValue: String(parts[0])), subject: String(parts[1]))
            if let id = correlator.child(of: key) { return id }
        }
        if let words = try unjudged(parts) { throw CommandError(words) }
        throw CommandError("nothing is known here of '\(text)'; give a child's id (C-...) or AGENCY/REFERENCE")
    }

    /// Returns a sentence about a record whose events are all too old for judgement; nil for any other.
    private func unjudged(_ parts: [Substring]) throws -> String? {
        guard parts.count == 2 else { return nil }
        let key = RecordKey(agency: AgencyName(rawValue: String(parts[0])), subject: String(parts[1]))
        let count = try events { RecordKey(of: $0, from: $1) == key }
        guard count > 0, let since = correlator.judgedSince else { return nil }
        return "\(count) events of \(key) are in the journal, and none of them happened after "
            + "\(Zone.text(zone.day(of: since))): what is older is kept and not judged; --as-of goes back in time"
    }
}
