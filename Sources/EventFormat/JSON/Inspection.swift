/// Walks a whole document once, also where the format does not look, and refuses what is too much or says a name twice.
struct Inspection {
    /// A name already met in an object that is still open.
    struct Mark {
        let name: Int
        let count: Int
        let head: UInt64
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

    /// The emptied scratch space, to be handed to the next inspection.
    consuming func scratch() -> [Mark] { open }

    /// Throws the index and the code of the first thing that is wrong.
    mutating func inspect(_ index: Int) throws(Refusal) {
        switch tape.mark(index) {
        case Tape.Mark.string: try inspectText(index)
        case Tape.Mark.array: try inspectArray(index)
        case Tape.Mark.object: try inspectObject(index)
        default: break
        }
    }

    private func inspectText(_ index: Int) throws(Refusal) {
        if tape.text(index).count > limits.textBytes { throw Refusal(code: .tooLong, index: index) }
    }

    private mutating func inspectArray(_ index: Int) throws(Refusal) {
        var count = 0
        for item in tape.items(of: index) {
            count += 1
            if count > limits.items { throw Refusal(code: .tooMany, index: index) }
            try inspect(item)
        }
    }

    private mutating func inspectObject(_ index: Int) throws(Refusal) {
        let base = open.count
        for member in tape.members(of: index) {
            try inspectText(member.name)
            let text = tape.text(member.name)
            open.append(Mark(name: member.name, count: text.count, head: NameTable.head(of: text)))
            if open.count - base > limits.items { throw Refusal(code: .tooMany, index: index) }
            try inspect(member.value)
        }
        if let twice = duplicate(from: base) { throw Refusal(code: .duplicateMember, index: twice) }
        open.removeSubrange(base...)
    }
}

extension Inspection {
    /// What is wrong and where on the tape; the path and the sentence are made once somebody needs them.
    struct Refusal: Error {
        let code: EventFault.Code
        let index: Int
    }

    /// Few names are compared each with each, which needs no memory; many are sorted first.
    private mutating func duplicate(from base: Int) -> Int? {
        if open.count - base > 32 {
            open[base...].sort(by: isBefore)
            return zip(open[base...].dropFirst(), open[base...]).first { isSame($0, $1) }?.0.name
        }
        for index in open.indices[base...] {
            for earlier in base..<index where isSame(open[index], open[earlier]) { return open[index].name }
        }
        return nil
    }

    private func isSame(_ left: Mark, _ right: Mark) -> Bool {
        guard left.head == right.head, left.count == right.count else { return false }
        return left.count <= 8 || tape.text(left.name).elementsEqual(tape.text(right.name))
    }

    private func isBefore(_ left: Mark, _ right: Mark) -> Bool {
        if left.count != right.count { return left.count < right.count }
        if left.head != right.head { return left.head < right.head }
        return left.count > 8 && tape.text(left.name).lexicographicallyPrecedes(tape.text(right.name))
    }
}
