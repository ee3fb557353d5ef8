internal import SafeguardingModel

/// The settings that making JSON of a row needs beside the row.
struct RowContext {
    let dates: [DateFormat]
    let zone: Zone
}

extension RowView {
    /// A fault, with the path of the event's field in which it was found.
    struct MemberError: Error {
        var fault: ValueError
        var path: String
    }

    /// Returns the object that the members make, without members that are empty.
    func object(_ members: [MemberTemplate], _ making: RowContext, at path: String) throws(MemberError) -> JSONObject {
        var object = JSONObject()
        object.members.reserveCapacity(members.count)
        for member in members {
            do throws(ValueError) {
                let view = RowView.references.contains(member.name) ? reading(references: true) : self
                if let value = try view.value(member.part, making) {
                    object.members.append(JSONObject.Member(name: member.name, value: value))
                }
            } catch {
                throw MemberError(fault: error, path: "\(path).\(member.name)")
            }
        }
        return object
    }

    /// The fields by which records, and facts about one episode, are joined.
    private static let references: Set<String> = [
        "nhsNumber", "upn", "pncId", "localAuthorityId", "reference", "episode", "episodes", "placement", "referral",
    ]

    private func value(_ part: MemberTemplate.Part, _ making: RowContext) throws(ValueError) -> JSONValue? {
        switch part {
        case .text(let value): return try filled(text(value)).map(JSONValue.string)
        case .texts(let value): return try array(texts(value).map(JSONValue.string))
        case .moment(let value):
            return try moment(value, making.dates, in: making.zone).map { .string($0.text(in: making.zone)) }
        case .day(let value):
            return try moment(value, making.dates, in: making.zone).map { .string($0.day(in: making.zone).description) }
        case .number(let value): return try number(value)
        case .flag(let value): return try flag(value)
        case .object(let template): return try objects(template, making).first
        case .objects(let templates):
            var values: [JSONValue] = []
            for template in templates { values += try objects(template, making) }
            return array(values)
        }
    }

    private func filled(_ text: String) -> String? { text.isEmpty ? nil : text }
    private func array(_ values: [JSONValue]) -> JSONValue? { values.isEmpty ? nil : .array(values) }

    private func number(_ value: ValueExpression) throws(ValueError) -> JSONValue? {
        guard let text = try filled(text(value)) else { return nil }
        guard let number = Int64(text) else {
            throw ValueError(code: .badNumber, cell: value.column, message: "expected a whole number")
        }
        return .integer(number)
    }

    private func flag(_ value: ValueExpression) throws(ValueError) -> JSONValue? {
        guard let text = try filled(text(value)) else { return nil }
        switch CodeList.folded(text) {
        case "true", "yes", "y", "1": return .bool(true)
        case "false", "no", "n", "0": return .bool(false)
        default: throw ValueError(code: .unknownCode, cell: value.column, message: "expected yes or no")
        }
    }
}

// MARK: Objects

extension RowView {
    private func objects(_ template: ObjectTemplate, _ making: RowContext) throws(ValueError) -> [JSONValue] {
        if let name = template.name { return try texts(name).map(JSONValue.string) }
        switch template.source {
        case .row: return try object(template, making).map { [$0] } ?? []
        case .pieces(let value): return try objects(template, making, items: texts(value).map(JSONValue.string))
        case .elements(let cell):
            switch json(cell) {
            case .array(let items): return try objects(template, making, items: items)
            case let item?: return try objects(template, making, items: item.isNull ? [] : [item])
            case nil: return []
            }
        }
    }

    private func objects(_ template: ObjectTemplate, _ making: RowContext, items: [JSONValue]) throws(ValueError)
        -> [JSONValue]
    {
        var objects: [JSONValue] = []
        for item in items {
            var view = self
            view.item = item
            if let object = try view.object(template, making) { objects.append(object) }
        }
        return objects
    }

    /// Returns nil where the object has no condition and nothing in it comes from the row: constants alone name nobody.
    private func object(_ template: ObjectTemplate, _ making: RowContext) throws(ValueError) -> JSONValue? {
        if let condition = template.condition, try !holds(condition) { return nil }
        var object = JSONObject()
        var hasContent = template.condition != nil
        for member in template.members {
            let view = RowView.references.contains(member.name) ? reading(references: true) : self
            guard let value = try view.value(member.part, making) else { continue }
            object.members.append(JSONObject.Member(name: member.name, value: value))
            if !member.part.isConstant { hasContent = true }
        }
        return hasContent && !object.isEmpty ? .object(object) : nil
    }
}

extension MemberTemplate.Part {
    /// Whether the template gives the same for every row.
    fileprivate var isConstant: Bool {
        switch self {
        case .text(let value), .texts(let value), .moment(let value), .day(let value), .number(let value),
            .flag(let value):
            value.isConstant
        case .object, .objects: false
        }
    }
}
