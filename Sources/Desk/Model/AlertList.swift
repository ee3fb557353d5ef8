import Correlation
import SafeguardingModel

/// The subject of an alert, with the names that agencies gave.
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

/// The state of reading: how far the desk has read the journal.
struct Freshness: Hashable, Sendable {
    var state: FollowState
    var position: Position
    var lastAt: Instant?
    /// The configuration that this version cannot read, so that it judges by the one before.
    var unread: UnreadConfiguration?
}

/// One page of alerts.
struct AlertList: Hashable, Sendable {
    struct Row: Hashable, Sendable {
        var alert: Alert
        var about: AlertAbout
        /// Whether it was raised or changed since this account last looked.
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

    /// A sentence about a child's facts that are set aside and not judged.
    struct SetAside: Hashable, Sendable {
        var child: ChildCard
        var sentence: String
    }

    var query: AlertQuery
    var rows: [Row]
    /// The number of alerts that the query finds on all pages.
    var found: Int
    var offset: Int
    var limit: Int
    var counts: [Count]
    var whose: [Part<AlertQuery.Whose>]
    var severities: [Part<Severity>]
    /// The counts by the rule's name and title.
    var rules: [Part<AlertList.Rule>]
    var waiting: Waiting
    /// The last entry that changed one of the open alerts that the reader may see.
    var newest: Position
    /// The number of alerts that are offered to this account.
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
    var notes: [Position: EventNotes.Note]
    /// The restricted facts of its evidence by position, for those who may read them.
    var restricted: [Position: Fact]
    /// The facts of its children that are its evidence.
    var evidenceFacts: [Fact]
    /// The other facts of its children from about the same time.
    var surroundings: [Fact]
    /// The entry that last changed its content.
    var changedAt: Position
    /// The agencies that can be asked.
    var agencies: [Agency]
    var coverage: Coverage
    var freshness: Freshness
}

/// A child's file: all that is known of the child.
struct ChildRecordView: Hashable, Sendable {
    var card: ChildCard
    /// The facts in order of occurrence.
    var facts: [Fact]
    var notes: [Position: EventNotes.Note]
    /// The alerts, the latest first.
    var alerts: [Alert]
    // Connections of the child and identity decisions: for its page alone.
    var connections: [Connection] = []
    var joins: [Join] = []
    var decisions: [DecisionLog<RecordKey>.Made] = []
    /// Records of other children that may be this child's, the likeliest first.
    var possibleRecords: [PossibleRecord] = []
    var possibleAdults: [AdultPair] = []
    var adultDecisions: [AdultDecision] = []
    /// Sentences about facts of this child that are set aside and not judged.
    var setAside: [String] = []
    /// Whether only named people may see this child.
    var isRestricted: Bool

    /// A record that may be this child's, which a person has to decide.
    struct PossibleRecord: Hashable, Sendable {
        var own: RecordKey
        var other: RecordKey
        /// The child that the record belongs to now.
        var child: ChildCard
        /// The reasons: the fields that agree, without their values.
        var why: String
        var fields: [String]
    }

    /// The reason why a record belongs to this child.
    struct Join: Hashable, Sendable {
        var record: RecordKey
        var other: RecordKey
        var reasons: [String]
    }

    var coverage: Coverage
    var freshness: Freshness
}
