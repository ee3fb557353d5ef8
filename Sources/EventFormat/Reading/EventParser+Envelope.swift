import SafeguardingModel

extension EventParser {
    /// Reads the whole event; throws the first fault.
    mutating func event() throws(EventError) -> Event {
        guard tape.mark(Tape.top) == Tape.Mark.object else {
            throw .atTop(.wrongType, "Expected one JSON object: an event.")
        }
        let envelope = slots(of: Tape.top, plan.envelope)
        try checkVersion(try required(.specversion, envelope))
        let source = try source(try required(.source, envelope))
        let id = try eventName(try required(.id, envelope), EnvelopeMember.id.meaning)
        let kind = try kind(try required(.type, envelope))
        let data = try object(try required(.data, envelope), EnvelopeMember.data.meaning)
        let members = slots(of: data, plan.data)
        let occurred = try occurrence(try required(.time, envelope), precision: members[plan.precisionSlot])
        var event = Event(
            source: source,
            id: id,
            kind: plan.kinds[kind],
            occurred: occurred,
            recorded: try recorded(envelope[EnvelopeMember.recordedtime], occurred)
        )
        event.subject = try subject(envelope[EnvelopeMember.subject])
        try readData(at: data, members, plan.rules(ofKindAt: kind), into: &event)
        try checkSubject(of: event)
        return event
    }

    private func required(_ member: EnvelopeMember, _ envelope: Slots) throws(EventError) -> Int {
        let index = envelope[member]
        if index == 0 { throw missing(member.schema, in: Tape.top) }
        return index
    }

    private func checkVersion(_ index: Int) throws(EventError) {
        guard tape.mark(index) == Tape.Mark.string, tape.text(index).elementsEqual("1.0".utf8) else {
            throw fault(.badVersion, at: index, "Expected the text 1.0, the version of CloudEvents.")
        }
    }

    private func subject(_ index: Int) throws(EventError) -> String {
        index == 0 ? "" : try reference(index, EnvelopeMember.subject.meaning)
    }

    /// Requires `subject` wherever the event is about a child: it names the agency's record.
    private func checkSubject(of event: Event) throws(EventError) {
        if event.subject.isEmpty, event.child != nil || !event.kind.mayOmitChild {
            throw missing(EnvelopeMember.subject.schema, in: Tape.top)
        }
    }
}

extension EventParser {
    /// Reads a part of the event id, exactly as written, because it must be sent back unchanged.
    private func eventName(_ index: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> String {
        guard tape.mark(index) == Tape.Mark.string else {
            throw fault(.wrongType, at: index, "Expected \(meaning()) as a text.")
        }
        let text = tape.text(index)
        guard text.count <= limits.nameBytes else {
            throw fault(.tooLong, at: index, "Expected at most \(limits.nameBytes) bytes of text.")
        }
        guard !text.contains(where: isControl) else {
            throw fault(.badValue, at: index, "Expected no line breaks or control characters.")
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads `/`, the name of an agency, and anything that the agency adds to distinguish its systems.
    private func source(_ index: Int) throws(EventError) -> String {
        let source = try eventName(index, EnvelopeMember.source.meaning)
        let text = tape.text(index)
        guard text.first == UInt8(ascii: "/"), text.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            AgencyName.isWellFormed(text.dropFirst().prefix { $0 != UInt8(ascii: "/") })
        else {
            throw fault(
                .badSource,
                at: index,
                "Expected / and an agency's name of lower-case letters, digits and hyphens, then no spaces."
            )
        }
        return source
    }

    /// Returns the kind's slot in the plan.
    private func kind(_ index: Int) throws(EventError) -> Int {
        if tape.mark(index) == Tape.Mark.string, tape.text(index).starts(with: plan.typePrefix),
            let slot = plan.kindNames.slot(of: Tape.Text(rebasing: tape.text(index).dropFirst(plan.typePrefix.count)))
        {
            return slot
        }
        let known = plan.kinds.map(\.rawValue).joined(separator: ", ")
        throw fault(.unknownType, at: index, "Expected \(EventKind.typePrefix) and one of: \(known).")
    }
}
