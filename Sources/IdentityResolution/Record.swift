internal import SafeguardingModel

/// Everything that the events of one record have said of who the child is: a set, so that their order does not matter.
struct Record: Sendable {
    /// A record with more values of one sort than this keeps none of them.
    static let boundOfValues = 32

    let key: RecordKey
    /// The name that the child has while this is its first record.
    let id: UInt64
    /// The digest of what was learnt last.
    var digest: UInt64?
    private(set) var marks: [Mark] = []
    /// So many values were seen that nothing can be said of whom it is about.
    private(set) var isBoundless = false

    init(_ key: RecordKey) {
        self.key = key
        id = StableHash.of(key.exercise ? "x" : "", key.agency.rawValue, key.subject) & (1 << 60 - 1)
    }

    /// Adds what is new, and says whether anything was.
    mutating func add(_ found: [Mark]) -> Bool {
        guard !isBoundless else { return false }
        let new = found.filter { !marks.contains($0) }
        guard !new.isEmpty else { return false }
        marks = (marks + new).sorted()
        if hasMoreValues(than: Record.boundOfValues) {
            marks = []
            isBoundless = true
        }
        return true
    }

    /// Whether it holds more different values of one sort than a child can have.
    func hasMoreValues(than bound: Int) -> Bool {
        guard marks.count > bound else { return false }
        let counts = Dictionary(marks.map { ($0.scheme, 1) }, uniquingKeysWith: +)
        return counts.values.contains { $0 > bound }
    }

    func marks(_ scheme: Mark.Scheme) -> [Mark] { marks.filter { $0.scheme == scheme } }

    /// The marks by which it may be joined: its numbers, and each name with each birth date.
    var joiningMarks: [Mark] {
        let births = marks(.born)
        return marks.filter { $0.scheme < .nameAndBirth }
            + marks(.name).flatMap { name in births.map { name.with(born: $0) } }
    }
}

extension Record {
    /// Whether two records that share a number are plainly not one child: other names and another birth date; or, as
    /// with twins whom one agency keeps apart, the same birth date and quite different given names.
    func contradicts(_ other: Record, ignoring isPlaceholder: (Mark) -> Bool) -> Bool {
        let names = marks(.name).filter { !isPlaceholder($0) }
        let otherNames = other.marks(.name).filter { !isPlaceholder($0) }
        guard !names.isEmpty, !otherNames.isEmpty, !names.contains(where: otherNames.contains) else { return false }
        let births = marks(.born)
        let otherBirths = other.marks(.born)
        guard !births.isEmpty, !otherBirths.isEmpty else { return false }
        guard births.contains(where: otherBirths.contains) else { return true }
        let begins = names.map(\.third)
        return key.agency == other.key.agency && !otherNames.contains { begins.contains($0.third) }
    }

    func sharesName(with other: Record, ignoring isPlaceholder: (Mark) -> Bool) -> Bool {
        let names = marks(.name)
        return other.marks(.name).contains { names.contains($0) && !isPlaceholder($0) }
    }

    /// Whether each has an NHS number and they are different ones.
    func hasOtherNHSNumber(than other: Record) -> Bool {
        let numbers = marks(.nhsNumber)
        let others = other.marks(.nhsNumber)
        return !numbers.isEmpty && !others.isEmpty && !numbers.contains(where: others.contains)
    }
}
