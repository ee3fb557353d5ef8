import SafeguardingModel

/// Whom or what an alert is about, with the names that agencies gave.
enum AlertAbout: Hashable, Sendable {
    case child(ChildCard)
    case person(String, children: [ChildCard])
    case place(String, children: [ChildCard])

    var children: [ChildCard] {
        switch self {
        case .child(let card): [card]
        case .person(_, let children), .place(_, let children): children
        }
    }
}

/// How far the desk has read.
struct Freshness: Hashable, Sendable {
    var state: FollowState
    var position: Int64
    var lastAt: Instant?
}

/// One page of alerts.
struct AlertList: Hashable, Sendable {
    struct Row: Hashable, Sendable {
        var alert: Alert
        var about: AlertAbout
    }

    struct Count: Hashable, Sendable {
        var filter: AlertFilter
        var number: Int
    }

    struct Waiting: Hashable, Sendable {
        var all: Int
        var overdue: Int
    }

    var filter: AlertFilter
    var rows: [Row]
    var offset: Int
    var limit: Int
    var counts: [Count]
    var waiting: Waiting
    var coverage: Coverage
    var freshness: Freshness

    var count: Int { counts.first { $0.filter == filter }?.number ?? 0 }
}

/// An alert, with the names and the handling of its evidence.
struct AlertFile: Hashable, Sendable {
    var alert: Alert
    var about: AlertAbout
    var notes: [Int64: EventNotes.Note]
    /// The restricted ones among its facts, for those who may read them.
    var restricted: [Int64: Fact]
    var coverage: Coverage
    var freshness: Freshness
}

/// All that is known of a child.
struct ChildFile: Hashable, Sendable {
    var card: ChildCard
    /// In order of occurrence.
    var facts: [Fact]
    var notes: [Int64: EventNotes.Note]
    /// The latest first.
    var alerts: [Alert]
    var coverage: Coverage
    var freshness: Freshness
}
