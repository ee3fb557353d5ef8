/// Compares two records field by field, taking of several values the pair that speaks most for one child.
struct Comparer {
    typealias Marks = UnsafeBufferPointer<Mark>

    let weights: Weights
    let names: NameTable
    /// Values that are nobody's in particular: too many records carry them.
    let common: CommonValues

    func compare(_ ours: Runs, _ theirs: Runs) -> Comparison {
        var comparison = Comparison()
        compareNames(ours, theirs, &comparison)
        compareBirths(ours, theirs, &comparison)
        compareSex(ours, theirs, &comparison)
        comparePlaces(ours, theirs, &comparison)
        compareNumbers(ours, theirs, &comparison)
        return comparison
    }

    /// The marks of one record by kind.
    struct Runs {
        let marks: Marks
        private var ends: InlineArray<13, UInt16>

        init(_ marks: Marks) {
            self.marks = marks
            ends = InlineArray(repeating: 0)
            var place = 0
            for kind in 0..<12 {
                while place < marks.count, Int(marks[place].kind.rawValue) == kind { place += 1 }
                ends[kind + 1] = UInt16(clamping: place)
            }
        }

        subscript(kind: Mark.Kind) -> Slice<Marks> {
            marks[Int(ends[Int(kind.rawValue)])..<Int(ends[Int(kind.rawValue) + 1])]
        }
    }

    /// The level of the heaviest pair, or nil where one side says nothing.
    func best(
        _ field: ComparedField,
        _ left: Slice<Marks>,
        _ right: Slice<Marks>,
        _ level: (Mark, Mark) -> Level
    ) -> Level? {
        var best: Level?
        for one in left {
            for other in right {
                let found = level(one, other)
                guard found != .missing else { continue }
                if best.map({ isBetter(field, found, $0) }) ?? true { best = found }
            }
        }
        return best
    }

    private func isBetter(_ field: ComparedField, _ one: Level, _ other: Level) -> Bool {
        (weights[field, one], other.rawValue) > (weights[field, other], one.rawValue)
    }
}

/// Which values are nobody's in particular.
struct CommonValues: Sendable {
    /// Numbers that more records carry than a child can have.
    var numbers: Set<Mark> = []
    /// Homes in which more children live than a family has.
    var homes: Set<UInt64> = []
}
