import Accounts
import SafeguardingModel

/// An index of the entries that name a person, place, vehicle, phone or online name, so that children who share one are
/// found without reading everything.
struct Connections {
    private var entries: [LinkKey: [Position]] = [:]
    /// The number of entries from which a name is too common (a switchboard, a residential home) to connect children.
    private static let most = 200

    /// Returns the entries that name one of these, in order; nil where there are too many.
    func entries(naming key: LinkKey) -> [Position]? {
        let found = entries[key] ?? []
        return found.count >= Connections.most ? nil : found
    }

    mutating func add(_ event: Event, at position: Position) {
        for key in Set(event.links.filter(Connections.joins).flatMap(\.keys)) {
            if entries[key, default: []].count < Connections.most { entries[key, default: []].append(position) }
        }
    }

    /// Returns whether a link can connect children: a home or a school does not say with whom a child is.
    static func joins(_ link: Link) -> Bool { link.kind != "home" && link.kind != "school" }
}

/// A person, place, vehicle, phone or online name that facts about a child name, with the other children who share it.
struct Connection: Hashable, Sendable {
    var label: String
    var kind: String
    var keys: [LinkKey]
    /// Whether an agency called the person one of concern, or a register lists them.
    var isOfConcern: Bool
    var mentions: Int
    var last: Occurrence
    var others: [ChildCard]
    /// Whether it is too common to connect children.
    var isCommon: Bool

    /// Counts one more mention.
    mutating func note(_ link: Link, at time: Occurrence) {
        mentions += 1
        last = max(last, time)
        if link.isOfConcern || link.role == .listed { isOfConcern = true }
    }
}
