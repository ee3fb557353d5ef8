import SafeguardingModel

/// Which facts may change a rule's answer.
struct Triggers: Sendable {
    /// By the number of their kind.
    var kinds: UInt64 = 0
    /// Any fact that names somebody or something.
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
    /// What says which authority is responsible.
    static let authority: [EventKind] = placements + [.statusStarted]
    static let placements: [EventKind] = [.placementStarted, .placementEnded]
}
