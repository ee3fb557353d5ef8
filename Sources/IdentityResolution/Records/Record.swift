internal import SafeguardingModel

/// One agency's record without its traits, which are in the ``TraitPool``.
struct Record: Sendable {
    let key: RecordKey
    /// The number from which the child's id is made while this is the child's first record.
    let id: UInt64
    /// The digests learnt last: two, because two kinds of event may describe the child in two ways alternately.
    private var last: UInt64?
    private var lastButOne: UInt64?
    var marks = TraitPool.Run()
    /// The kinds with so many values that none of them is evidence.
    var boundless: UInt16 = 0
    /// Whether the record is a catch-all for many children ("unknown", "0"), which only people join.
    var isBox = false
    /// Whether its names and birth dates contradict one another, so that a person is asked.
    var isOfSeveral = false
    /// A hash of the agency's name.
    let agency: UInt64
    /// Whether the key was derived from what an event says of the child: one child may have several such keys.
    let isDerived: Bool

    init(_ key: RecordKey) {
        self.key = key
        id = Record.id(of: key)
        agency = StableHash.of(key.agency.rawValue)
        isDerived = key.subject.hasPrefix("~")
    }

    /// Returns whether one agency keeps the two as separate records.
    func isKeptApart(from other: Record) -> Bool { !isDerived && !other.isDerived && agency == other.agency }

    static func id(of key: RecordKey) -> UInt64 {
        var hash = StableHash()
        hash.combine(key.exercise ? "x" : "")
        hash.combine(key.agency.rawValue)
        hash.combine(key.subject)
        return hash.value & (1 << 60 - 1)
    }

    /// Returns whether this digest is one of the two learnt last; if not, remembers it.
    mutating func knows(_ digest: UInt64) -> Bool {
        if last == digest || lastButOne == digest { return true }
        (last, lastButOne) = (digest, last)
        return false
    }
}

/// The traits of all records, one record's after another's.
struct TraitPool: Sendable {
    /// The position of one record's traits in the pool.
    struct Run: Sendable {
        fileprivate(set) var start: UInt32 = 0
        fileprivate(set) var count: UInt16 = 0
    }

    private var marks: [RecordTrait] = []
    private(set) var wasted = 0

    subscript(run: Run) -> ArraySlice<RecordTrait> { marks[Int(run.start)..<Int(run.start) + Int(run.count)] }

    /// Replaces a record's traits.
    mutating func store(_ new: [RecordTrait], in run: inout Run) {
        wasted += Int(run.count)
        run.start = UInt32(marks.count)
        run.count = UInt16(clamping: new.count)
        marks += new
    }

    /// Whether more than 4,096 traits, and more than half of the pool, belong to replaced runs.
    var isWasteful: Bool { wasted > 4_096 && wasted > marks.count / 2 }

    /// Removes the traits of replaced runs, and moves the others.
    mutating func compact(_ records: inout [Record]) {
        var fresh: [RecordTrait] = []
        fresh.reserveCapacity(marks.count - wasted)
        for place in records.indices {
            let own = self[records[place].marks]
            records[place].marks.start = UInt32(fresh.count)
            fresh += own
        }
        marks = fresh
        wasted = 0
    }

    /// Calls `body` with access to the traits of any run, for comparing many records.
    func withUnsafe<Result>(_ body: ((Run) -> UnsafeBufferPointer<RecordTrait>) -> Result) -> Result {
        marks.withUnsafeBufferPointer { all in
            body { run in UnsafeBufferPointer(rebasing: all[Int(run.start)..<Int(run.start) + Int(run.count)]) }
        }
    }
}
