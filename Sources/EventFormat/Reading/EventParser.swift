import SafeguardingModel

/// One event being read: the tape it stands on, and what was found odd so far.
struct EventParser {
    let tape: Tape
    let plan: ReadingPlan
    let limits: EventLimits
    let space: UnsafeMutablePointer<Int32>
    var warnings: [EventFault] = []

    init(tape: Tape, plan: ReadingPlan, limits: EventLimits, space: UnsafeMutablePointer<Int32>) {
        self.tape = tape
        self.plan = plan
        self.limits = limits
        self.space = space
    }

    /// Where the members of an object stand that `table` knows.
    ///
    /// Absent are also null and empty ones.
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

    func fault(_ code: EventFault.Code, at index: Int, _ message: String) -> EventFault {
        EventFault(code: code, path: path(index), message: message)
    }

    func missing(_ schema: FieldSchema, in object: Int) -> EventFault {
        EventFault(
            code: .missingField,
            path: "\(path(object)).\(schema.name)",
            message: "Expected \(schema.meaning)."
        )
    }

    mutating func warn(_ code: EventFault.Code, at index: Int, _ message: String) {
        warnings.append(fault(code, at: index, message))
    }
}
