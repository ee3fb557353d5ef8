internal import SafeguardingModel

/// One agency's record, without what it says: that stands in the ``TraitPool``.
struct Record: Sendable {
    let key: RecordKey
    /// The name that the child has while this is its first record.
    let id: UInt64
    /// The digests of what was learnt last: two, because two kinds of event may say it in two ways by turns.
    private var last: UInt64?
    private var lastButOne: UInt64?
    var marks = TraitPool.Run()
    /// Kinds of which so many values were seen that nothing can be said.
    var boundless: UInt16 = 0
    /// It collects many children ("unknown", "0"), and is joined by people only.
    var isBox = false
    /// Its names and birth dates contradict one another, so that a person is asked.
    var isOfSeveral = false
    /// Of the agency that keeps the record, and that keeps other records apart from it; nil where the key was derived from what
    /// the event says of the child, since one child may have several of those.
    let agency: UInt64?

    init(_ key: RecordKey) {
        self.key = key
        id = Record.id(of: key)
        agency = key.subject.hasPrefix("~") ? nil : StableHash.of(key.agency.rawValue)
    }

    /// Whether one agency keeps the two apart.
    func isKeptApart(from other: Record) -> Bool { agency != nil && agency == other.agency }

    static func id(of key: RecordKey) -> UInt64 {
        var hash = StableHash()
        hash.combine(key.exercise ? "x" : "")
        hash.combine(key.agency.rawValue)
        hash.combine(key.subject)
        return hash.value & (1 << 60 - 1)
    }

    /// Whether this very thing has just been learnt.
    mutating func knows(_ digest: UInt64) -> Bool {
        if last == digest || lastButOne == digest { return true }
        (last, lastButOne) = (digest, last)
        return false
    }
}

/// The marks of all records, one record's after another's.
struct TraitPool: Sendable {
    /// Where one record's marks stand.
    struct Run: Sendable {
        fileprivate(set) var start: UInt32 = 0
        fileprivate(set) var count: UInt16 = 0
    }

    private var marks: [RecordTrait] = []
    private(set) var wasted = 0

    subscript(run: Run) -> ArraySlice<RecordTrait> { marks[Int(run.start)..<Int(run.start) + Int(run.count)] }

    /// Puts a record's marks in place of what it had.
    mutating func store(_ new: [RecordTrait], in run: inout Run) {
        wasted += Int(run.count)
        run.start = UInt32(marks.count)
        run.count = UInt16(clamping: new.count)
        marks += new
    }

    /// Whether more than half of it, and not a little, is of runs that were replaced.
    var isWasteful: Bool { wasted > 4_096 && wasted > marks.count / 2 }

    /// A pool with these runs alone, which are moved.
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

    /// Lends the marks of any runs, for whoever compares many records.
    func withUnsafe<Result>(_ body: ((Run) -> UnsafeBufferPointer<RecordTrait>) -> Result) -> Result {
        marks.withUnsafeBufferPointer { all in
            body { run in UnsafeBufferPointer(rebasing: all[Int(run.start)..<Int(run.start) + Int(run.count)]) }
        }
    }
}
