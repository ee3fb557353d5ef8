import SafeguardingModel

extension EventParser {
    /// Returns what the agency says of who the child is; nil where it says nothing at all.
    mutating func child(_ index: Int, isRequired: Bool) throws(EventError) -> PersonRecord? {
        let members = slots(of: try object(index, "what may be shared of who the child is"), plan.child)
        var child = PersonRecord()
        child.givenName = try part(.givenName, members)
        child.familyName = try part(.familyName, members)
        child.born = try born(members[ChildMember.born])
        child.sex = try sex(members[ChildMember.sex])
        child.address = try part(.address, members)
        child.town = try part(.town, members)
        child.localAuthorityId = try part(.localAuthorityId, members)
        try readNumbers(members, into: &child)
        try readAliases(members[ChildMember.aliases], into: &child)
        if isRequired, child.isEmpty {
            throw fault(.missingField, at: index, "Expected at least one field of who the child is.")
        }
        return child.isEmpty ? nil : child
    }

    private func part(_ member: ChildMember, _ members: Slots) throws(EventError) -> String {
        members[member] == 0 ? "" : try name(members[member], member.meaning)
    }

    private func born(_ index: Int) throws(EventError) -> CivilDay? {
        if index == 0 { return nil }
        guard let born = day(index) else {
            throw fault(.badValue, at: index, "Expected the birth date as YYYY-MM-DD, between 1900 and 2199.")
        }
        return born
    }

    private func sex(_ index: Int) throws(EventError) -> String {
        index == 0 ? "" : try word(index, of: ["F", "M", "X"], ChildMember.sex.meaning)
    }

    private func readAliases(_ index: Int, into child: inout PersonRecord) throws(EventError) {
        if index != 0 { child.aliases = try names(index, ChildMember.aliases.meaning) }
    }
}

extension EventParser {
    /// Reads identifiers in the spelling of their schemes.
    ///
    /// An identifier that fails its check is kept as written, because published data has many such.
    private mutating func readNumbers(_ members: Slots, into child: inout PersonRecord) throws(EventError) {
        if members[ChildMember.postcode] != 0 {
            child.postcode = try postcode(members[ChildMember.postcode], ChildMember.postcode.meaning)
        }
        child.nhsNumber = try number(.nhsNumber, members) { text throws(IdentifierError) in
            try NHSNumber(parsing: text).text
        }
        child.upn = try number(.upn, members) { text throws(IdentifierError) in
            try UniquePupilNumber(parsing: text).text
        }
        child.pncId = try number(.pncId, members) { text throws(IdentifierError) in
            try PNCIdentifier(parsing: text).text
        }
    }

    private mutating func number(
        _ member: ChildMember,
        _ members: Slots,
        parse: (String) throws(IdentifierError) -> String
    ) throws(EventError) -> String {
        let text = try part(member, members)
        if text.isEmpty || (member == .nhsNumber && isUsualNHSNumber(members[member])) { return text }
        do throws(IdentifierError) {
            return try parse(text)
        } catch {
            warn(.checkDigit, at: members[member], "Kept as written: \(error).")
            return text
        }
    }

    /// Returns whether an NHS number is ten digits that pass their check, which is how ``NHSNumber`` writes it. Most
    /// are; this check is ten times as fast as parsing.
    private func isUsualNHSNumber(_ index: Int) -> Bool {
        guard tape.mark(index) == Tape.Mark.string, tape.text(index).count == 10 else { return false }
        let digits = tape.text(index)
        guard digits.allSatisfy(\.isDigit) else { return false }
        let sum = (0..<10).reduce(0) { $0 + max(1, 10 - $1) * Int(digits[$1] - .zero) }
        return sum % 11 == 0
    }

    /// Returns a postcode in its usual spelling, or as written where it is not a postcode.
    mutating func postcode(_ index: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> String {
        let written = try name(index, meaning())
        if let postcode = Normalised.postcode(written) { return postcode }
        warn(.unusableKey, at: index, "Kept as written: expected \(meaning()), such as L36 9YU.")
        return written
    }
}
