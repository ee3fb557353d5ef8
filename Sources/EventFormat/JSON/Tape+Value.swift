import SafeguardingModel

extension Tape {
    /// Returns the value at `index` as a tree of its own.
    func value(_ index: Int) -> JSONValue {
        switch mark(index) {
        case Mark.object: .object(JSONObject(members: members(of: index).map(member)))
        case Mark.array: .array(items(of: index).map(value))
        case Mark.string: .string(String(decoding: text(index), as: UTF8.self))
        case Mark.integer: .integer(integer(index))
        case Mark.unsigned: .number(Double(unsigned(index)))
        case Mark.double: .number(double(index))
        case Mark.yes: .bool(true)
        case Mark.no: .bool(false)
        default: .null
        }
    }

    private func member(_ member: Member) -> JSONObject.Member {
        JSONObject.Member(name: String(decoding: text(member.name), as: UTF8.self), value: value(member.value))
    }
}
