import SafeguardingModel

extension EventParser {
    /// Reads a short text: a name, an address, a reference.
    ///
    /// A whole number counts as its digits.
    func name(_ index: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> String {
        try string(index, most: limits.nameBytes, meaning())
    }

    /// Reads a name without control characters, because logs and other events' references quote it on one line.
    func reference(_ index: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> String {
        if tape.mark(index) == Tape.Mark.string, tape.text(index).contains(where: isControl) {
            throw fault(.badValue, at: index, "Expected \(meaning()), without line breaks or control characters.")
        }
        return try name(index, meaning())
    }

    /// Reads a text of any length that the limits allow.
    func text(_ index: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> String {
        try string(index, most: limits.textBytes, meaning())
    }

    /// Reads every item of an array; a single value counts as an array of one.
    func names(_ index: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> [String] {
        var names: [String] = []
        for item in tape.items(of: index) where !tape.isAbsent(item) { names.append(try name(item, meaning())) }
        return names
    }

    /// Reads one of the words of a list.
    func word(_ index: Int, of words: [String], _ meaning: @autoclosure () -> String) throws(EventError) -> String {
        let text = try name(index, meaning())
        guard words.contains(text) else {
            throw fault(.badValue, at: index, "Expected \(meaning()), one of: \(words.joined(separator: ", ")).")
        }
        return text
    }

    func flag(_ index: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> Bool {
        switch tape.mark(index) {
        case Tape.Mark.yes: true
        case Tape.Mark.no: false
        default: throw fault(.wrongType, at: index, "Expected true or false: \(meaning()).")
        }
    }

    /// Returns the index of an object; throws where the value is something else.
    func object(_ index: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> Int {
        guard tape.mark(index) == Tape.Mark.object else {
            throw fault(.wrongType, at: index, "Expected an object: \(meaning()).")
        }
        return index
    }

    private func string(_ index: Int, most: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> String {
        switch tape.mark(index) {
        case Tape.Mark.string:
            let text = tape.text(index).trimmed
            guard text.count <= most else {
                throw fault(.tooLong, at: index, "Expected \(meaning()), at most \(most) bytes of text.")
            }
            return String(decoding: text, as: UTF8.self)
        case Tape.Mark.integer: return String(tape.integer(index))
        case Tape.Mark.unsigned: return String(tape.unsigned(index))
        default: throw fault(.wrongType, at: index, "Expected \(meaning()) as a text.")
        }
    }

    func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }
}

extension UnsafeBufferPointer<UInt8> {
    /// The text without the spaces, tabs and line breaks at its ends.
    var trimmed: Self {
        guard let first = firstIndex(where: { $0 > 0x20 }), let last = lastIndex(where: { $0 > 0x20 }) else {
            return Self(rebasing: self[..<0])
        }
        return first == 0 && last == count - 1 ? self : Self(rebasing: self[first...last])
    }
}
