import HeapModule
import IdentityResolution
import RuleEngine
public import SafeguardingModel

/// The whole judgement: journal entries in, effects out. Synchronous, without a clock, a file or chance.
///
/// ```swift
/// var correlator = Correlator()
/// for entry in journal { perform(correlator.apply(entry)) }
/// ```
///
/// The same entries give the same effects; the same facts give the same standing alerts, in whatever order and however
/// often they came, and however often time was told to pass between them.
public struct Correlator: Sendable {
    var configuration: SiteConfiguration?
    var rules = RuleSet.none
    var directory = AgencyRegister() { didSet { heldDirectory = CopyOnWriteBox(directory) } }
    /// The same for those who look at a child.
    private(set) var heldDirectory = CopyOnWriteBox(AgencyRegister())
    var resolver = Resolver()
    /// By the numbers that identity resolution gives them.
    var records: [ChildRecord] = []
    /// Of every record its child: what the rules need to count children.
    var childOfRecord: [Int32] = []
    var files: [SubjectState] = []
    var subjectIndices: [ChildID: Int32] = [:]
    /// The files of what children share, only where there is a finding or a time to look again.
    var sharedSubjects: [SharedSubject: Int32] = [:]
    /// What the entry at hand may have changed of what children share.
    var sharedTouched: Set<SharedSubject> = []
    var standings: [FactID: FactLocation] = [:]
    var amendments = Amendments()
    /// What is kept and not judged.
    var setAside = SetAside()
    var limits = FactLimits.usual
    /// Facts about adults alone.
    var adultFacts: [FactID: ChronologyFact] = [:]
    /// Records whose findings the entry at hand may change beside its own.
    var othersTouched: [UInt32] = []
    /// The real world's people, and the drills'.
    var worlds = [CopyOnWriteBox(LinkRegistry()), CopyOnWriteBox(LinkRegistry())]
    /// The real world's adults with what is told of them, and the drills'.
    var adults = [AdultBook(), AdultBook()]
    /// The facts that the adults' books hold, by their positions.
    var adultFactNames: [Int64: FactID] = [:]
    /// Facts that may read otherwise after what was learnt or decided of adults.
    var adultsTouched: [Int64] = []
    var book = AlertBook()
    /// Of every rule, by its place, its number in the book.
    var ruleNumbers: [Int32] = []
    /// Of every question that the team asked, the place of its alert in the book.
    var placeOfRequest: [String: Int32] = [:]
    var wakes: Heap<Wake> = []
    var now = Instant.distantPast
    var position: Int64 = 0
    var week = Int64.min
    var effects: [Effect] = []
    var trials = 0
    /// The children who lost or gained records with the last entry, or are called otherwise since, as before and after it.
    public internal(set) var movedChildren: [ChildID] = []
    /// How many events had happened too long ago, when they came, for anything to be judged by them.
    public internal(set) var tooOld = 0
    /// The site's last configuration, where this version cannot read it: the one before still holds.
    public internal(set) var unreadConfiguration: UnreadConfiguration?
    /// How many facts rules have gone through, each counted once for every rule and every time: what judgement costs, whatever
    /// the machine.
    public internal(set) var linesRead = 0

    public init() {}

    /// Takes in one entry of the journal, and says what should now happen.
    ///
    /// First time passes to the entry's moment, and whatever falls due on the way happens at its own moment; then the
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

    /// When time alone changes something next: when a tick entry is due.
    public var nextWake: Instant? { wakes.min.map { Instant(milliseconds: $0.at) } }
}
