import HeapModule
import IdentityResolution
import RuleEngine
public import SafeguardingModel

/// The whole of judgement: journal entries in, effects out. Synchronous, without a clock, a file or chance.
///
/// ```swift
/// var correlator = Correlator()
/// for entry in journal { perform(correlator.apply(entry)) }
/// ```
///
/// The same entries give the same effects; the same facts give the same standing alerts, in any order, with any
/// repetitions, and with any number of ticks between them, as long as no agency sends more than ``limits`` of one child
/// and nothing comes later than three years.
public struct Correlator: Sendable {
    var configuration: SiteConfiguration?
    var rules = RuleSet.none
    var directory = AgencyRegister() { didSet { heldDirectory = CopyOnWriteBox(directory) } }
    /// The agency register, shared with evaluations.
    private(set) var heldDirectory = CopyOnWriteBox(AgencyRegister())
    var resolver = Resolver()
    /// The records, by the numbers that identity resolution gives them.
    var records = Table<TableRow.Record, ChildRecord>()
    /// The child of each record: the rules need it to count children.
    var childOfRecord = Table<TableRow.Record, SubjectIndex>()
    /// The children, and what children share.
    var subjects = Table<TableRow.Subject, SubjectState>()
    var subjectOfChild: [ChildID: SubjectIndex] = [:]
    var locations: [FactID: FactLocation] = [:]
    var amendments = Amendments()
    /// Facts that are kept and not judged.
    var setAside = SetAside()
    var limits = FactLimits.usual
    /// Facts about adults alone.
    var adultFacts: [FactID: ChronologyFact] = [:]
    /// Records whose findings the present entry may change beside its own.
    var othersChanged: [RecordIndex] = []
    /// The world of each realm, by `Realm.index`.
    var worlds = Realm.allCases.map { _ in World() }
    /// The facts in the books of adults, by position.
    var adultFactNames: [Position: FactID] = [:]
    /// The positions of facts whose adults may read differently after new facts or decisions.
    var adultsChanged: [Position] = []
    var book = AlertBook()
    /// The book's index of each rule's name.
    var ruleNames = Table<TableRow.Rule, TableIndex<AlertBook.RuleName>>()
    /// The alert of each question that the team asked.
    var alertOfRequest: [String: AlertIndex] = [:]
    var wakes: Heap<Wake> = []
    var now = Instant.distantPast
    var position: Position = 0
    var week = Int64.min
    var effects: [Effect] = []
    var trials = 0
    /// The children who lost or gained records or were renamed with the last entry, under their names before and after
    /// it.
    public internal(set) var movedChildren: [ChildID] = []
    /// The number of events that came too long after what they tell had happened: they change no finding.
    public internal(set) var tooOld = 0
    /// The site's last configuration, if this version cannot read it: the one before remains in force.
    public internal(set) var unreadConfiguration: UnreadConfiguration?
    /// The number of facts that rules have gone through, each counted once for every rule and every evaluation: the
    /// cost of judgement, whatever the machine.
    public internal(set) var linesRead = 0

    public init() {}

    /// Applies one entry of the journal, and returns the effects.
    ///
    /// Time passes to the entry's moment first, and each deadline on the way falls due at its own moment; then the
    /// entry itself counts.
    public mutating func apply(_ entry: JournalEntry) -> [Effect] {
        position = entry.position
        trials = 0
        movedChildren = []
        advance(to: entry.at)
        switch entry.body {
        case .event(let event, let agency): take(event, from: agency)
        case .decision(let decision): decide(decision)
        case .configuration(let configuration): configure(configuration)
        case .tick: break
        }
        dropStaleWakes()
        defer { effects = [] }
        return effects
    }

    /// The next moment at which time alone changes something, and a tick entry is due.
    public var nextWake: Instant? { wakes.min.map { Instant(milliseconds: $0.at) } }
}
