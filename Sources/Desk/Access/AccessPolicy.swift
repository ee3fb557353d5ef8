package import Accounts
import SafeguardingModel

/// Decides what each account may see and do at the desk. All of its rules are in this file:
///
/// - A role reads, decides, oversees (`Role`).
/// - A restricted child exists for the readers whom the list names. To anybody else the desk is as if nobody had
///   reported the child, shared alerts included (``Reader/maySee(_:)``, ``desk(for:)``).
/// - A restricted fact is its audience's. Others get its owner's sanitised sentence, or that something is held
///   (``Reader/mayRead(_:)``, ``Reader/masked(_:_:)``).
/// - A child's file opens to whoever has open work with the child, and to others for a reason, which is logged
///   (``Reader/isWork(_:)``, ``ReadableDesk/open(_:for:)``).
///
/// Routes have a policy and no model, so all that they can read is a ``ReadableDesk``.
struct AccessPolicy: Sendable {
    private let model: DeskModel
    private let openings: OpenedRecords

    init(_ model: DeskModel, openings: OpenedRecords) {
        self.model = model
        self.openings = openings
    }

    /// Returns the desk as a visitor may read it now.
    func desk(for visit: DeskContext.Visit) async -> ReadableDesk {
        ReadableDesk(visit, all: model, view: await model.view(for: visit.reader), openings: openings)
    }

    // MARK: About nobody

    var freshness: Freshness { get async { await model.freshness } }
    /// The number of items that have been read, for ``ReadableDesk/news(_:since:)``.
    var steps: Int { get async { await model.steps } }

    /// Waits until the entry at a position is on the pages, at most two seconds.
    func reached(_ position: Position) async { await model.reached(position, within: .seconds(2)) }

    /// Returns the changes from now on; nil where too many listen.
    func listen(as account: String) -> AsyncStream<DeskChange?>? { model.live.listen(as: account) }
}

extension Role {
    package var mayRead: Bool { self != .administrator }
    /// Whether the role may read the access log and the team's numbers.
    package var mayOversee: Bool { self == .manager || self == .auditor }
    /// Whether the role may print a pack about all children with open alerts.
    package var mayMakePanel: Bool { self == .manager }
    package var mayDecide: Bool { self == .practitioner || self == .manager }
}

extension Reader {
    /// Returns whether a child with these records exists for this reader.
    func maySee(_ records: [RecordKey]) -> Bool { restrictions.areOpen(records, to: account) }

    /// Returns whether the owner of a fact lets this reader have its content.
    func mayRead(_ handling: Handling) -> Bool {
        guard handling.isRestricted else { return true }
        return handling.audience.contains { $0 == role.rawValue || teams.contains($0) }
    }

    /// Returns whether this reader may have a fact's content; of a restricted one without a note nobody knows the
    /// audience.
    func mayRead(_ fact: Fact, _ note: EventNotes.Note?) -> Bool { mayRead(isRestricted: fact.isRestricted, note) }

    func mayRead(isRestricted: Bool, _ note: EventNotes.Note?) -> Bool {
        !isRestricted || note.map { mayRead($0.handling) } ?? false
    }

    /// Returns a fact as this reader may have it: without its content where that is for others.
    func masked(_ fact: Fact, _ note: EventNotes.Note?) -> Fact {
        guard !mayRead(fact, note) else { return fact }
        var fact = fact
        (fact.fields, fact.links) = ([], [])
        return fact
    }

    /// Returns the words of a fact as this reader may have them: its owner's sanitised sentence stays.
    func masked(_ note: EventNotes.Note) -> EventNotes.Note {
        mayRead(note.handling) ? note : EventNotes.Note(summary: "", handling: note.handling)
    }

    /// Returns whether an alert is open work of this reader, whose children's files they open without a reason.
    func isWork(_ alert: Alert) -> Bool {
        guard alert.isOpen else { return false }
        switch role {
        case .manager: return true
        case .practitioner: return alert.owner == nil || alert.owner == account || alert.offeredTo == account
        case .auditor, .administrator: return false
        }
    }
}
