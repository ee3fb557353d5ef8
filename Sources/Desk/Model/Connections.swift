import SafeguardingModel

/// Which entries name which person, place, vehicle, phone or online name, so that children who share one are found
/// without reading everything.
struct Connections {
    private var entries: [LinkKey: [Int64]] = [:]
    /// What so many entries name is a switchboard or a home, and joins nobody.
    private static let most = 200

    /// The entries that name one of these, in order; nil where too many do.
    func entries(naming key: LinkKey) -> [Int64]? {
        let found = entries[key] ?? []
        return found.count >= Connections.most ? nil : found
    }

    mutating func add(_ event: Event, at position: Int64) {
        for key in Set(event.links.filter(Connections.joins).flatMap(\.keys)) {
            if entries[key, default: []].count < Connections.most { entries[key, default: []].append(position) }
        }
    }

    /// Where a child lives or goes to school says nothing about with whom.
    static func joins(_ link: Link) -> Bool { link.kind != "home" && link.kind != "school" }
}

/// A person, place, vehicle, phone or online name that is named about a child, and who else it is named about.
struct Connection: Hashable, Sendable {
    var label: String
    var kind: String
    var keys: [LinkKey]
    /// Whether an agency called them a person of concern, or a register lists them.
    var isOfConcern: Bool
    var mentions: Int
    var last: Occurrence
    var others: [ChildCard]
    /// So many entries name it that it says nothing.
    var isCommon: Bool

    /// Takes in that it was named once more.
    mutating func note(_ link: Link, at time: Occurrence) {
        mentions += 1
        last = max(last, time)
        if link.isOfConcern || link.role == .listed { isOfConcern = true }
    }
}
