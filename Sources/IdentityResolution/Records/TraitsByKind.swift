/// The traits of one record by kind, borrowed from the ``TraitPool``.
struct TraitsByKind {
    typealias Marks = UnsafeBufferPointer<RecordTrait>

    let marks: Marks
    private var ends: InlineArray<13, UInt16>

    init(_ marks: Marks) {
        self.marks = marks
        ends = InlineArray(repeating: 0)
        var kind = 0
        for place in marks.indices {
            let next = Int(marks[place].kind.rawValue)
            while kind < next {
                kind += 1
                ends[kind] = UInt16(clamping: place)
            }
        }
        while kind < 12 {
            kind += 1
            ends[kind] = UInt16(clamping: marks.count)
        }
    }

    subscript(kind: RecordTrait.Kind) -> Marks {
        Marks(rebasing: marks[Int(ends[Int(kind.rawValue)])..<Int(ends[Int(kind.rawValue) + 1])])
    }
}
