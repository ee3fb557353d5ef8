extension Tape {
    /// Returns the JSON path of the value at `target`, found by walking from the top, so that paths cost nothing until
    /// there is a fault.
    ///
    /// A name for which `isKnown` is false is written `*`: a careless sender may have used a person's name as a member
    /// name.
    func path(to target: Int, isKnown: (Text) -> Bool) -> String {
        var path = "$"
        var index = Tape.top
        while index != target, let step = step(from: index, towards: target, isKnown: isKnown) {
            path += step.text
            index = step.index
        }
        return path
    }

    private func step(from index: Int, towards target: Int, isKnown: (Text) -> Bool) -> (text: String, index: Int)? {
        switch mark(index) {
        case Mark.object:
            guard let member = members(of: index).first(where: { target < after($0.value) }) else { return nil }
            let name = text(member.name)
            let known = isKnown(name) ? String(decoding: name, as: UTF8.self) : "*"
            return (".\(known)", member.name == target ? target : member.value)
        case Mark.array:
            guard let item = items(of: index).enumerated().first(where: { target < after($0.element) }) else {
                return nil
            }
            return ("[\(item.offset)]", item.element)
        default: return nil
        }
    }
}
