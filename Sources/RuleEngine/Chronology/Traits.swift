import SafeguardingModel

/// What sorts of facts a chronology holds at all: most children's hold nothing of which most rules could speak, and that is
/// seen here without going through them.
package struct Traits: Sendable {
    /// By the number of their kind.
    private var kinds: UInt64 = 0
    private var marks = SelectorMask()
    private var flags: Line.Flags = []

    init() {}

    init(_ lines: [Line]) {
        for index in lines.indices { insert(lines[index]) }
    }

    mutating func insert(_ line: borrowing Line) {
        kinds |= 1 << UInt64(line.kind.number)
        marks.formUnion(line.marks)
        flags.formUnion(line.flags)
    }

    func has(_ kind: EventKind) -> Bool { kinds & (1 << UInt64(kind.number)) != 0 }
    func has(_ pick: Pick) -> Bool { marks.contains(pick.bit) }

    /// Whether the child may be known to the CSE system at some time.
    var mayBeKnown: Bool { !flags.isDisjoint(with: [.makesKnown, .flagStarts]) }
    /// Whether anything is named that can be recognised elsewhere.
    var isLinked: Bool { flags.contains(.linked) }
    /// Whether the child was reported missing or away at some time.
    var mayBeMissing: Bool { has(.missingReported) }
}
