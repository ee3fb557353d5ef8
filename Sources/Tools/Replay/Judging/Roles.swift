internal import IdentityResolution
public import SafeguardingModel

/// The script's names for the subjects of alerts.
///
/// Ids of children are derived from the records, so the script alone is enough to compute them.
public struct Roles: Sendable {
    private var resolver: Resolver
    private var childrenByRecord: [RecordKey: Set<String>] = [:]
    private var namesByKey: [LinkKey: String] = [:]

    init(_ script: Script, _ plan: DeliveryPlan, decisions: [String: Position], _ settings: IdentitySettings) {
        resolver = Resolver(settings: settings)
        let children = Dictionary(script.steps.map { ($0.line, $0.child) }, uniquingKeysWith: { first, _ in first })
        for step in plan.steps {
            switch step {
            case .delivery(let delivery): learn(delivery, child: children[delivery.line] ?? nil)
            case .decision(let decision, _, _):
                let kind = decision.kind(positions: decisions)
                if let position = decisions[decision.id] { _ = resolver.decide(kind, at: position) }
            }
        }
        for figure in script.participants.places + script.participants.people {
            for key in figure.keys { namesByKey[key] = figure.name }
        }
    }

    private mutating func learn(_ delivery: Delivery, child: String?) {
        let event = delivery.document.event
        guard let child, let key = RecordKey(of: event, from: delivery.agency) else { return }
        _ = resolver.learn(key, event.child ?? PersonRecord())
        childrenByRecord[key, default: []].insert(child)
    }

    /// Returns the script's names for a subject: usually one; several where records of several children were taken for
    /// one child; none where the script does not name it.
    public func names(of subject: Subject) -> [String] {
        switch subject {
        case .person(let key), .place(let key): namesByKey[key].map { [$0] } ?? []
        case .child(let id):
            Set((resolver.redirect(id).map(resolver.records) ?? []).flatMap { childrenByRecord[$0] ?? [] }).sorted()
        }
    }
}
