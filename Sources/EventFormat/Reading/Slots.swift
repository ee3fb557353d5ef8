/// The known names of one sort of object, and its part of the reader's ``SlotSpace``.
///
/// It is a class, like the plan's rules, so that passing it on copies nothing.
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

/// The index on the tape of each known member of one object; 0 where a member is absent.
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

/// Space for the slots of one object of each sort, kept from one event to the next.
///
/// Two objects of one sort are never open at once: no person contains a person, and no place a place.
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
