import SafeguardingModel

/// The reading of one event: its tape, and the warnings so far.
struct EventParser {
    let tape: Tape
    let plan: ReadingPlan
    let limits: EventLimits
    let space: UnsafeMutablePointer<Int32>
    var warnings: [EventError] = []

    init(tape: Tape, plan: ReadingPlan, limits: EventLimits, space: UnsafeMutablePointer<Int32>) {
        self.tape = tape
        self.plan = plan
        self.limits = limits
        self.space = space
    }

    /// Returns the index of each member of an object that `table` knows.
    ///
    /// Null and empty members count as absent.
    func slots(of object: Int, _ table: ObjectTable) -> Slots {
        let slots = Slots(table, in: space)
        for member in tape.members(of: object) where !tape.isAbsent(member.value) {
            if let slot = table.names.slot(of: tape.text(member.name)) { slots[slot] = member.value }
        }
        return slots
    }
}

extension EventParser {
    func path(_ index: Int) -> String { tape.path(to: index, isKnown: plan.isKnown) }

    func fault(_ code: EventError.Code, at index: Int, _ message: String) -> EventError {
        EventError(code: code, path: path(index), message: message)
    }

    func missing(_ schema: FieldSchema, in object: Int) -> EventError {
        EventError(
            code: .missingField,
            path: "\(path(object)).\(schema.name)",
            message: "Expected \(schema.meaning)."
        )
    }

    mutating func warn(_ code: EventError.Code, at index: Int, _ message: String) {
        warnings.append(fault(code, at: index, message))
    }
}
