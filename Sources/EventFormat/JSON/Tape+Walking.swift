extension Tape {
    /// One member of an object: the indices of its name and its value.
    struct Member {
        let name: Int
        let value: Int
    }

    /// The members of an object in the order in which they were written.
    struct Members: Sequence, IteratorProtocol {
        private let tape: Tape
        private var index: Int
        private let end: Int

        init(of object: Int, on tape: Tape) {
            self.tape = tape
            index = object + 1
            end = tape.after(object) - 1
        }

        mutating func next() -> Member? {
            guard index < end else { return nil }
            let member = Member(name: index, value: index + 1)
            index = tape.after(member.value)
            return member
        }
    }

    /// The items of an array; any other value counts as an array of one.
    struct Items: Sequence, IteratorProtocol {
        private let tape: Tape
        private var index: Int
        private let end: Int

        init(of value: Int, on tape: Tape) {
            self.tape = tape
            let isArray = tape.mark(value) == Mark.array
            index = isArray ? value + 1 : value
            end = isArray ? tape.after(value) - 1 : tape.after(value)
        }

        mutating func next() -> Int? {
            guard index < end else { return nil }
            defer { index = tape.after(index) }
            return index
        }
    }

    func members(of object: Int) -> Members { Members(of: object, on: self) }
    func items(of value: Int) -> Items { Items(of: value, on: self) }
}
