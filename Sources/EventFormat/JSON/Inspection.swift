/// A walk through a whole document, including parts that the format does not read. It refuses a document that exceeds a
/// limit or has a member name twice in one object.
struct Inspection {
    /// A name already met in an object that is still open.
    struct Mark {
        let name: Int
        let count: Int
        let head: UInt64

        init(name: Int, on tape: Tape) {
            self.name = name
            count = tape.text(name).count
            head = MemberNames.head(of: tape.text(name))
        }

        /// One bit of 64, derived from the name: equal names have equal bits.
        var bit: UInt64 { 1 &<< ((head ^ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15 &>> 58) }
    }

    let tape: Tape
    let limits: EventLimits
    /// Names of the open objects, the innermost last.
    private var open: [Mark]

    init(tape: Tape, limits: EventLimits, scratch: consuming [Mark]) {
        self.tape = tape
        self.limits = limits
        open = scratch
        open.removeAll(keepingCapacity: true)
    }

    /// Returns the emptied scratch space, for the next inspection.
    consuming func scratch() -> [Mark] { open }

    /// Throws the index and the code of the first fault.
    mutating func inspect(_ index: Int) throws(DocumentError) {
        switch tape.mark(index) {
        case Tape.Mark.string: try inspectText(index)
        case Tape.Mark.array: try inspectArray(index)
        case Tape.Mark.object: try inspectObject(index)
        default: break
        }
    }

    private func inspectText(_ index: Int) throws(DocumentError) {
        if tape.text(index).count > limits.textBytes { throw DocumentError(code: .tooLong, index: index) }
    }

    private mutating func inspectArray(_ index: Int) throws(DocumentError) {
        var count = 0
        for item in tape.items(of: index) {
            count += 1
            if count > limits.items { throw DocumentError(code: .tooMany, index: index) }
            try inspect(item)
        }
    }

    private mutating func inspectObject(_ index: Int) throws(DocumentError) {
        let base = open.count
        var seen: UInt64 = 0
        for member in tape.members(of: index) {
            try inspectText(member.name)
            let mark = Mark(name: member.name, on: tape)
            // Few names share a bit, so hardly any two are compared; in large objects the names are sorted at the end.
            if seen & mark.bit != 0, open.count - base <= Inspection.few, open[base...].contains(where: isSame(mark)) {
                throw DocumentError(code: .duplicateMember, index: member.name)
            }
            seen |= mark.bit
            open.append(mark)
            if open.count - base > limits.items { throw DocumentError(code: .tooMany, index: index) }
            try inspect(member.value)
        }
        if open.count - base > Inspection.few { try inspectMany(from: base) }
        open.removeLast(open.count - base)
    }

    private mutating func inspectMany(from base: Int) throws(DocumentError) {
        open[base...].sort(by: isBefore)
        for index in open.indices[base...].dropFirst() where isSame(open[index])(open[index - 1]) {
            throw DocumentError(code: .duplicateMember, index: open[index].name)
        }
    }
}

extension Inspection {
    /// The code of a fault and its index on the tape; the path and the sentence are made only when they are needed.
    struct DocumentError: Error {
        let code: EventError.Code
        let index: Int
    }

    private static let few = 64

    private func isSame(_ left: Mark) -> (Mark) -> Bool {
        { right in
            guard left.head == right.head, left.count == right.count else { return false }
            return left.count <= 8 || tape.text(left.name).elementsEqual(tape.text(right.name))
        }
    }

    private func isBefore(_ left: Mark, _ right: Mark) -> Bool {
        if left.count != right.count { return left.count < right.count }
        if left.head != right.head { return left.head < right.head }
        return left.count > 8 && tape.text(left.name).lexicographicallyPrecedes(tape.text(right.name))
    }
}
