import SafeguardingModel

/// The facts that may change a rule's answer.
struct Triggers: Sendable {
    /// A bit mask of event kinds, by `EventKind.number`.
    var kinds: UInt64 = 0
    /// Whether any fact that names a person, place or thing may change it.
    var links = false

    init(kinds: [EventKind] = [], links: Bool = false) {
        for kind in kinds { self.kinds |= 1 << UInt64(kind.number) }
        self.links = links
    }

    func union(_ other: Triggers) -> Triggers {
        var all = self
        all.kinds |= other.kinds
        all.links = links || other.links
        return all
    }

    static let absences: [EventKind] = [.missingReported, .missingFound]
    static let known: [EventKind] = [.referralMade, .panelListed, .statusStarted, .statusEnded]
    /// The kinds of facts that show which authority is responsible.
    static let authority: [EventKind] = placements + [.statusStarted]
    static let placements: [EventKind] = [.placementStarted, .placementEnded]
}
