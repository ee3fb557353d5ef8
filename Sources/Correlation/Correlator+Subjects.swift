import IdentityResolution
import RuleEngine
public import SafeguardingModel

extension Correlator {
    /// Whom or what an alert is about, as its child is called now: one that was withdrawn, or is settled, keeps the name that
    /// its child had.
    public func subject(of alert: Alert) -> Subject {
        let subject = book.place(of: alert.id).map { book.entries[$0].alert.subject } ?? alert.subject
        return subject.child.flatMap { resolver.redirect($0) }.map { .child($0) } ?? subject
    }

    /// The child who now has the record after which a child was called.
    public func current(_ child: ChildID) -> ChildID { resolver.redirect(child) ?? child }

    /// The facts that carry an alert, in order of occurrence, wherever they stand: in its child's chronology, in another
    /// child's, or about adults alone. Those that were forgotten since are left out.
    public func facts(carrying id: String) -> [Fact] {
        guard let entry = book.place(of: id).map({ book.entries[$0] }) else { return [] }
        let file = files[Int(entry.file)]
        let own = file.shared.map(lines(of:)) ?? file.chronology.lines
        let people = worlds[file.isExercise ? 1 : 0].value
        return entry.alert.finding.evidence.compactMap { position in
            own.first { $0.position == position } ?? people.line(at: position)
        }.map { Fact($0, in: directory) }
    }

    /// Where the fact stands that an event tells, corrects or withdraws, and which entry's words now hold for it; nil where
    /// nothing corrects it.
    public func words(of event: Event) -> (position: Int64, entry: Int64)? {
        guard !amendments.isEmpty, let told = amendments.standing(of: amendments.root(of: FactID(event))) else {
            return nil
        }
        return (told.position, told.correctedAt ?? told.position)
    }

    /// Whether the fact stands that an event corrects or withdraws; false for one that does neither.
    public func standsCorrected(by event: Event) -> Bool {
        FactID(correctedBy: event).map { line(named: amendments.root(of: $0)) != nil } ?? false
    }
}
