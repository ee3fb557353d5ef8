internal import SafeguardingModel

extension PersonRecord {
    /// Returns everything in this record that can be compared.
    ///
    /// Values that mean "none" (all zeros, an empty text) are left out.
    func marks(_ names: inout NameTable) -> [RecordTrait] {
        var marks: [RecordTrait] = []
        marks.reserveCapacity(10)
        let name = RecordTrait(.name, names.number(of: givenName), names.number(of: familyName))
        // A word of absence may be one name of somebody (`Li Na`), and is not both of them (`NULL NULL`).
        if name.value != 0, !(StandIn.isOne(givenName) && StandIn.isOne(familyName)) { marks.append(name) }
        for alias in aliases { marks += aliasMark(alias, &names) }
        if let born { marks.append(RecordTrait(.born, packedDay(born))) }
        if let first = sex.utf8.first { marks.append(RecordTrait(.sex, UInt64(first & 0xdf))) }
        marks += placeMarks(&names)
        return marks + numberMarks
    }

    private func aliasMark(_ alias: String, _ names: inout NameTable) -> [RecordTrait] {
        let parts = alias.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard let given = parts.first else { return [] }
        let mark = RecordTrait(
            .alias,
            names.number(of: String(given)),
            parts.count > 1 ? names.number(of: String(parts[1])) : 0
        )
        return mark.first == 0 ? [] : [mark]
    }

    private func placeMarks(_ names: inout NameTable) -> [RecordTrait] {
        var marks: [RecordTrait] = []
        if let packed = packedText(postcode), packed.isWhole { marks.append(RecordTrait(.postcode, packed.value)) }
        if let (street, house) = splitAddress(address, &names) { marks.append(RecordTrait(.address, street, house)) }
        let town = names.number(of: town)
        if town != 0 { marks.append(RecordTrait(.town, UInt64(town))) }
        return marks
    }

    /// The numbers, whether they pass their check or not.
    var numberMarks: [RecordTrait] {
        var marks: [RecordTrait] = []
        if isNumber(nhsNumber) { marks += mark(.nhsNumber, (try? NHSNumber(parsing: nhsNumber).text), nhsNumber) }
        if isNumber(upn) { marks += mark(.upn, (try? UniquePupilNumber(parsing: upn).text), upn) }
        if isNumber(pncId) { marks += mark(.pncId, (try? PNCIdentifier(parsing: pncId).text), pncId) }
        if isNumber(localAuthorityId), let packed = packedText(localAuthorityId), packed.count >= 4 {
            marks.append(RecordTrait(.localId, packed.value, isFailing: !packed.isWhole))
        }
        return marks
    }

    private func isNumber(_ text: String) -> Bool { !text.isEmpty && !StandIn.isOne(text) }

    private func mark(_ kind: RecordTrait.Kind, _ valid: String?, _ written: String) -> [RecordTrait] {
        packedNumber(valid ?? written.uppercased()).map { [RecordTrait(kind, $0, isFailing: valid == nil)] } ?? []
    }

    /// A hash of everything in the record, to detect quickly that nothing is new.
    var digest: UInt64 {
        var hash = QuickHash()
        // The values are combined one after another, because an array would be allocated for every event.
        hash.combine(givenName)
        hash.combine(familyName)
        hash.combine(sex)
        hash.combine(postcode)
        hash.combine(address)
        hash.combine(town)
        hash.combine(nhsNumber)
        hash.combine(upn)
        hash.combine(pncId)
        hash.combine(localAuthorityId)
        for alias in aliases { hash.combine(alias) }
        hash.combine(UInt64(bitPattern: Int64(born?.number ?? .min)))
        return hash.value
    }
}

/// Returns year, month and day as eight decimal digits: `20010615`.
func packedDay(_ day: CivilDay) -> UInt64 {
    let (year, month, day) = day.parts
    return UInt64(clamping: year * 10_000 + month * 100 + day)
}

/// Returns a number's letters and digits as one integer; nil for all zeros and similar, which systems write for "none".
func packedNumber(_ text: String) -> UInt64? {
    let digits = text.utf8.filter { (48...57).contains($0) }.prefix(18)
    guard let first = digits.first, !digits.allSatisfy({ $0 == first }) else { return nil }
    // The check letter of a UPN or a PNC id follows from the digits; a temporary UPN's last letter does not.
    let lastLetter = text.utf8.last.map { $0 > 57 ? UInt64($0) : 0 } ?? 0
    return digits.reduce(lastLetter) { $0 &* 10 &+ UInt64($1 - 48) }
}

/// Returns up to eight letters and digits packed as they are; for a longer text a hash, which can only be compared.
func packedText(_ text: String) -> (value: UInt64, count: Int, isWhole: Bool)? {
    var value: UInt64 = 0
    var count = 0
    var hash = StableHash(seed: 4)
    for byte in text.utf8.prefix(64) {
        let upper = (97...122).contains(byte) ? byte - 32 : byte
        guard (65...90).contains(upper) || (48...57).contains(upper) else { continue }
        value = value << 8 | UInt64(upper)
        hash.combine(CollectionOfOne(upper))
        count += 1
    }
    guard count > 0 else { return nil }
    return count <= 8 ? (value, count, true) : (hash.value, count, false)
}

/// Returns the street's name as its number in the table, and the house number with its suffix (`12`, `12a`).
private func splitAddress(_ address: String, _ names: inout NameTable) -> (UInt32, UInt32)? {
    guard !address.isEmpty else { return nil }
    var house = StableHash(seed: 5)
    var hasHouse = false
    var street = ""
    for word in address.prefix(200).split(whereSeparator: { $0 == " " || $0 == "," }) {
        if word.utf8.first.map({ (48...57).contains($0) }) ?? false {
            house.combine(word.lowercased())
            hasHouse = true
        } else {
            street += word
        }
    }
    let number = names.number(of: street)
    guard number != 0 || hasHouse else { return nil }
    return (number, hasHouse ? UInt32(truncatingIfNeeded: house.value) | 1 : 0)
}
