import Accounts
import DaemonKit
import Hummingbird
import Logging
import SafeguardingModel

/// The forms that decide who is who: a record is the same child or another, adults are one or two, or a decision is
/// taken back.
struct IdentityForms: Sendable {
    let policy: AccessPolicy
    let decisions: any DecisionWriting
    let audit: AuditLog

    enum Verb: String, CaseIterable {
        case same, different, back
        case oneAdult = "one-adult"
        case differentAdults = "different-adults"

        var done: String {
            switch self {
            case .same: "Written down: one child. Alerts follow."
            case .different: "Written down: different children. Alerts that rested on their being one are withdrawn."
            case .oneAdult: "Written down: one adult. What is known of one now counts for the other."
            case .differentAdults: "Written down: different adults. Nobody will ask again."
            case .back: "Taken back, as if it had never been decided."
            }
        }
    }

    func take(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let form = try await Form(request, context: context)
        try form.requireToken(of: visit.session)
        guard visit.reader.role.mayDecide else { throw WebError.mayNotDecide }
        let child = ChildID(rawValue: try context.part("id"))
        let desk = await policy.desk(for: visit)
        guard let verb = Verb(rawValue: try context.part("verb")), case .open(let file) = await desk.open(child) else {
            throw WebError.notHere
        }
        let note = try form.note(called: "Why")
        let kinds = try await kinds(verb, form, file, desk)
        try audit.write(
            .decided,
            by: visit.reader.account,
            child: child,
            detail: "identity \(verb.rawValue)"
        )
        for kind in kinds { try await write(Decision(kind, by: visit.reader.account, note: note), context) }
        let record = file.card.records[0].key
        let after = await policy.desk(for: visit)
        let now = await after.child(of: record) ?? child
        // The child may have another id now, which the person who decided may open too.
        after.giveReason(for: now)
        return .redirect(to: "\(Address.child(now))?done=\(verb.rawValue)", type: .normal)
    }

    private func kinds(_ verb: Verb, _ form: Form, _ file: ChildRecordView, _ desk: ReadableDesk) async throws
        -> [Decision.Kind]
    {
        let own = file.card.records.map(\.key)
        switch verb {
        case .same:
            // All records of the child are named: joined to only one, the new record could push out another that
            // contradicts it.
            if let pair = file.possibleRecords.first(where: { $0.other.description == form["record"] }) {
                return [.same(own + [pair.other])]
            }
            let text = try form.required("record", called: "Other record")
            guard let other = RecordKey(description: text),
                await desk.child(of: other) != nil,
                !own.contains(other)
            else { throw IdentityForms.unknownRecord }
            return [.same(own + [other])]
        case .different:
            if let pair = file.possibleRecords.first(where: { $0.other.description == form["record"] }) {
                return [.different([pair.own, pair.other])]
            }
            guard let other = own.first(where: { $0.description == form["record"] }), own.count > 1 else {
                throw IdentityForms.unknownRecord
            }
            // One decision for each pair: a single one about all would also separate the others from each other.
            return own.filter { $0 != other }.map { .different([$0, other]) }
        case .oneAdult: return [.samePerson(try adults(form, file), exercise: file.card.isExercise)]
        case .differentAdults: return [.differentPeople(try adults(form, file), exercise: file.card.isExercise)]
        case .back:
            guard let position = Position(form["position"] ?? ""), file.standingDecisions.contains(position) else {
                throw WebError.notHere
            }
            return [.takenBack(position: position)]
        }
    }

    /// Returns the two that were shown as possibly one; throws where somebody has decided about them meanwhile.
    private func adults(_ form: Form, _ file: ChildRecordView) throws -> [LinkKey] {
        let keys = ["first", "second"].compactMap { form[$0].flatMap(LinkKey.init(spelled:)) }
        guard file.possibleAdults.contains(where: { $0.ends.map(\.key) == keys }) else {
            throw WebError.unreadable(
                "These two are not, or no longer, shown as possibly one adult; nothing was changed. Look at the child again."
            )
        }
        return keys
    }

    private func write(_ decision: Decision, _ context: DeskContext) async throws {
        do {
            let position = try await decisions.decide(decision)
            context.logger.record(.info, "Decided", [.account: decision.by, .position: position])
            await policy.reached(position)
        } catch {
            throw WebError(
                status: .serviceUnavailable,
                heading: "This was not written down",
                sentences: ["The aggregator did not confirm it in time. Look at the child again before you repeat it."],
                headers: [.retryAfter: "60"],
                typed: decision.note
            )
        }
    }

    private static let unknownRecord = WebError.unreadable(
        "No agency has told of a record of that name. Write the agency's short name, a slash and its reference, as in whiston-health/WH-31; nothing was changed."
    )
}

extension ChildRecordView {
    /// The positions of the decisions that can be taken back here.
    fileprivate var standingDecisions: [Position] {
        decisions.filter { !$0.isTakenBack }.map(\.position)
            + adultDecisions.filter { !$0.made.isTakenBack }.map(\.made.position)
    }
}

extension RecordKey {
    /// Reads `whiston-health/WH-31`.
    init?(description text: String) {
        let parts = text.trimmed.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        self.init(agency: AgencyName(rawValue: parts[0]), subject: parts[1])
    }
}
