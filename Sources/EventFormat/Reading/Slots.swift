/// The known names of one sort of object, and its part of the reader's ``SlotSpace``.
///
/// A class, as the plan's rules are.
final class ObjectTable: Sendable {
    let spellings: [String]
    let names: MemberNames
    let slots: Range<Int>

    init(_ spellings: [String], after table: ObjectTable?) {
        self.spellings = spellings
        names = MemberNames(spellings)
        let start = table?.slots.upperBound ?? 0
        slots = start..<start + spellings.count
    }
}

/// Where the known members of one object stand on the tape; 0 where a member is absent.
///
/// SAFETY: points into the ``SlotSpace`` of the reader that is reading, at as many slots as its table has names.
struct Slots {
    private let base: UnsafeMutablePointer<Int32>

    init(_ table: ObjectTable, in space: UnsafeMutablePointer<Int32>) {
        base = space + table.slots.lowerBound
        base.update(repeating: 0, count: table.slots.count)
    }

    subscript(slot: Int) -> Int {
        get { Int(base[slot]) }
        nonmutating set { base[slot] = Int32(truncatingIfNeeded: newValue) }
    }

    subscript(member: some ObjectMember) -> Int { self[member.rawValue] }
}

/// Room for the slots of one object of each sort, kept from one event to the next.
///
/// No two objects of one sort are open at once: people hold no people and places no places.
struct SlotSpace: ~Copyable {
    let base: UnsafeMutablePointer<Int32>

    init(room: Int) {
        base = .allocate(capacity: room)
        base.initialize(repeating: 0, count: room)
    }

    deinit {
        base.deallocate()
    }
}
