import SafeguardingModel

extension EventParser {
    /// Reads everything in `data`, in the order of the table and not of the sender.
    mutating func readData(
        at data: Int,
        _ members: Slots,
        _ rules: [ReadingPlan.Rule],
        into event: inout Event
    ) throws(EventError) {
        event.fields.reserveCapacity(rules.count { $0.field != nil && members[$0.slot] != 0 })
        for position in rules.indices {
            let index = members[rules[position].slot]
            if index != 0 {
                try read(rules[position], at: index, into: &event)
            } else if rules[position].isRequired {
                throw missing(rules[position].schema, in: data)
            }
        }
    }

    private mutating func read(_ rule: ReadingPlan.Rule, at index: Int, into event: inout Event) throws(EventError) {
        switch rule.schema.form {
        case .child: event.child = try child(index, isRequired: rule.isRequired)
        case .handling: event.handling = try handling(index, isRequired: rule.isRequired)
        case .flag: event.exercise = try flag(index, rule.schema.meaning)
        case .person, .place, .vehicle, .phone, .handle: try readLinks(rule.schema, at: index, into: &event)
        default: try readValues(rule, at: index, into: &event)
        }
    }

    private mutating func readValues(
        _ rule: ReadingPlan.Rule,
        at index: Int,
        into event: inout Event
    ) throws(EventError) {
        guard let field = rule.field else {
            let text = try value(rule.schema, at: index)
            if rule.schema.name == "summary" { event.summary = text }
            return
        }
        if rule.schema.repeats {
            let count = event.fields.count
            for item in tape.items(of: index) where !tape.isAbsent(item) {
                event.fields.append(Field(field, try value(rule.schema, at: item)))
            }
            if rule.isRequired, event.fields.count == count { throw empty(rule.schema, at: index) }
        } else {
            event.fields.append(Field(field, try value(rule.schema, at: index)))
        }
        if field == .of, event.kind == .eventCorrected || event.kind == .eventWithdrawn {
            event.corrects = event.fields.last?.value
        }
    }

    private mutating func value(_ schema: FieldSchema, at index: Int) throws(EventError) -> String {
        switch schema.form {
        case .words(let words): try word(index, of: words, schema.meaning)
        case .usualWords, .reference: try reference(index, schema.meaning)
        case .moment: try moment(index, schema.meaning)
        case .age: try age(index, schema.meaning)
        case .postcode: try postcode(index, schema.meaning)
        default: try text(index, schema.meaning)
        }
    }

    private func age(_ index: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> String {
        let text = try name(index, meaning())
        guard let years = Int(text), (0...120).contains(years) else {
            throw fault(.badValue, at: index, "Expected \(meaning()), between 0 and 120.")
        }
        return String(years)
    }

    func empty(_ schema: FieldSchema, at index: Int) -> EventError {
        fault(.missingField, at: index, "Expected at least one: \(schema.meaning).")
    }
}

extension EventParser {
    /// Reads who may read the event.
    ///
    /// A kind that requires handling must name somebody.
    private func handling(_ index: Int, isRequired: Bool) throws(EventError) -> Handling {
        let object = try object(index, "who may read it")
        let members = slots(of: object, plan.handling)
        var handling = Handling()
        if members[HandlingMember.audience] != 0 {
            handling.audience = try names(members[HandlingMember.audience], HandlingMember.audience.meaning)
        }
        if members[HandlingMember.sanitised] != 0 {
            handling.sanitised = try text(members[HandlingMember.sanitised], HandlingMember.sanitised.meaning)
        }
        if isRequired, handling.audience.isEmpty { throw missing(HandlingMember.audience.schema, in: object) }
        return handling
    }
}
