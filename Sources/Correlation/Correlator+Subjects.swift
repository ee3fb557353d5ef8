import IdentityResolution
import RuleEngine
public import SafeguardingModel

extension Correlator {
    /// Returns an alert's subject under the child's present name; a withdrawn or settled alert keeps the name that its
    /// child had.
    public func subject(of alert: Alert) -> Subject {
        let subject = book.index(of: alert.id).map { book.entries[$0].alert.subject } ?? alert.subject
        return subject.child.flatMap { resolver.redirect($0) }.map { .child($0) } ?? subject
    }

    /// Returns the child who now has the record after which a child was named.
    public func current(_ child: ChildID) -> ChildID { resolver.redirect(child) ?? child }

    /// Returns the facts that carry an alert, in order of occurrence, wherever they are: in its child's chronology, in
    /// another child's, or about adults alone. Facts forgotten since are left out.
    public func facts(carrying id: String) -> [Fact] {
        guard let entry = book.index(of: id).map({ book.entries[$0] }) else { return [] }
        let own = ownFacts(of: entry)
        let people = worlds[subjects[entry.subject].realm.index].links.value
        return entry.alert.finding.evidence.compactMap { position in
            own.first { $0.position == position } ?? people.line(at: position)
        }.map { Fact($0, in: directory) }
    }

    /// Returns all facts about an alert's subject.
    func ownFacts(of entry: AlertBook.Entry) -> [ChronologyFact] {
        let subject = subjects[entry.subject]
        return subject.key.map { facts(naming: $0, in: subject.realm) } ?? subject.chronology.facts
    }

    /// Returns the position of the fact that an event gives, corrects or withdraws, and of the entry whose content now
    /// holds for it; nil if nothing corrects it.
    public func words(of event: Event) -> (position: Position, entry: Position)? {
        guard !amendments.isEmpty, let version = amendments.standing(of: amendments.root(of: FactID(event))) else {
            return nil
        }
        return (version.position, version.correctedAt ?? version.position)
    }

    /// Returns whether the fact that an event corrects or withdraws exists; false for an event that does neither.
    public func standsCorrected(by event: Event) -> Bool {
        FactID(correctedBy: event).map { line(named: amendments.root(of: $0)) != nil } ?? false
    }
}
