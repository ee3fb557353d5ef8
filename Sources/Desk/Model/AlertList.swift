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
        /// Raised or changed since this account last looked.
        var isNew = false
    }

    struct Count: Hashable, Sendable {
        var filter: AlertFilter
        var number: Int
    }

    struct Waiting: Hashable, Sendable {
        var all: Int
        var overdue: Int
    }

    struct Part<Value: Hashable & Sendable>: Hashable, Sendable {
        var value: Value
        var number: Int
    }

    /// What was told of a child and is not judged.
    struct SetAside: Hashable, Sendable {
        var child: ChildCard
        var sentence: String
    }

    var query: AlertQuery
    var rows: [Row]
    /// How many the query finds in all.
    var found: Int
    var offset: Int
    var limit: Int
    var counts: [Count]
    var whose: [Part<AlertQuery.Whose>]
    var severities: [Part<Severity>]
    /// By the rule's name and title.
    var rules: [Part<AlertList.Rule>]
    var waiting: Waiting
    /// The last entry that changed one of those that the reader may see.
    var newest: Int64
    /// Alerts that somebody wants to hand to this account.
    var offered: Int
    var setAside: [SetAside] = []
    var coverage: Coverage
    var freshness: Freshness

    struct Rule: Hashable, Sendable {
        var name: String
        var title: String
    }
}

/// An alert, with the names and the handling of its evidence.
struct AlertView: Hashable, Sendable {
    var alert: Alert
    var about: AlertAbout
    var notes: [Int64: EventNotes.Note]
    /// The restricted ones among its facts, for those who may read them.
    var restricted: [Int64: Fact]
    /// Those facts of its children that it rests on.
    var evidenceFacts: [Fact]
    /// What else is known of its children from the time that it speaks of.
    var surroundings: [Fact]
    /// The entry that last changed what it says.
    var changedAt: Int64
    /// The agencies that can be asked.
    var agencies: [Agency]
    var coverage: Coverage
    var freshness: Freshness
}

/// All that is known of a child.
struct ChildRecordView: Hashable, Sendable {
    var card: ChildCard
    /// In order of occurrence.
    var facts: [Fact]
    var notes: [Int64: EventNotes.Note]
    /// The latest first.
    var alerts: [Alert]
    // What is around the child: for its page alone.
    var connections: [Connection] = []
    var joins: [Join] = []
    var decisions: [DecisionLog<RecordKey>.Made] = []
    /// Records of other children that may be this child's, the likeliest first.
    var possibleRecords: [PossibleRecord] = []
    var possibleAdults: [AdultPair] = []
    var adultDecisions: [AdultDecision] = []
    /// What was told of this child and is not judged, in sentences.
    var setAside: [String] = []
    /// Only named people may see this child.
    var isRestricted: Bool

    /// A record that may be this child's: a person is to say.
    struct PossibleRecord: Hashable, Sendable {
        var own: RecordKey
        var other: RecordKey
        /// The child whose it is now.
        var child: ChildCard
        /// What agrees, and every field with its weight; naming no value.
        var why: String
        var fields: [String]
    }

    /// Why a record is taken for this child's.
    struct Join: Hashable, Sendable {
        var record: RecordKey
        var other: RecordKey
        var reasons: [String]
    }

    var coverage: Coverage
    var freshness: Freshness
}
