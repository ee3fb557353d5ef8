internal import SafeguardingModel

/// One thing that a record says of who the child is, in a form that can be compared and not read.
///
/// Numbers are packed, names are hashed: the resolver compares and never shows, so it has no need to hold them.
struct Mark: Hashable, Comparable, Sendable {
    enum Scheme: UInt8, Comparable, Sendable {
        case nhsNumber, upn, pncId, nameAndBirth
        // What a link is checked against, and never made by alone.
        case name, born

        static func < (left: Scheme, right: Scheme) -> Bool { left.rawValue < right.rawValue }
    }

    let scheme: Scheme
    /// A drill's marks are other marks than the real ones.
    let exercise: Bool
    /// A number, or of a name the given part.
    let first: UInt64
    /// Of a name the family part.
    let second: UInt64
    /// A birth date's number; for a bare name how the given part begins.
    let third: Int32

    init(_ scheme: Scheme, exercise: Bool, first: UInt64 = 0, second: UInt64 = 0, third: Int32 = 0) {
        self.scheme = scheme
        self.exercise = exercise
        self.first = first
        self.second = second
        self.third = third
    }

    static func < (left: Mark, right: Mark) -> Bool {
        if left.scheme != right.scheme { return left.scheme < right.scheme }
        if left.exercise != right.exercise { return right.exercise }
        return (left.first, left.second, left.third) < (right.first, right.second, right.third)
    }

    /// The name of this mark with the birth date of that one.
    func with(born: Mark) -> Mark {
        Mark(.nameAndBirth, exercise: exercise, first: first, second: second, third: born.third)
    }
}

extension PersonRecord {
    /// Everything in this record that can be compared.
    ///
    /// A number that fails its check, or stands for "none", is not here.
    func marks(exercise: Bool) -> [Mark] {
        var marks: [Mark] = []
        if let number = try? NHSNumber(parsing: nhsNumber).text, let packed = packedNumber(number) {
            marks.append(Mark(.nhsNumber, exercise: exercise, first: packed))
        }
        if let number = try? UniquePupilNumber(parsing: upn).text, let packed = packedNumber(number) {
            marks.append(Mark(.upn, exercise: exercise, first: packed))
        }
        if let number = try? PNCIdentifier(parsing: pncId).text, let packed = packedNumber(number) {
            marks.append(Mark(.pncId, exercise: exercise, first: packed))
        }
        if let name = nameMark(exercise: exercise) { marks.append(name) }
        if let born { marks.append(Mark(.born, exercise: exercise, third: Int32(truncatingIfNeeded: born.number))) }
        return marks
    }

    private func nameMark(exercise: Bool) -> Mark? {
        let given = folded(givenName)
        let family = folded(familyName)
        guard !given.isEmpty, !family.isEmpty else { return nil }
        let begins = given.unicodeScalars.prefix(2).reduce(UInt32(0)) { $0 << 16 | $1.value & 0xffff }
        return Mark(
            .name,
            exercise: exercise,
            first: Mark.nameHash(given),
            second: Mark.nameHash(family),
            third: Int32(bitPattern: begins)
        )
    }

    /// A hash of everything in the record, to see at a glance that nothing is new.
    var digest: UInt64 {
        var hash = StableHash(seed: 1)
        for text in [givenName, familyName, nhsNumber, upn, pncId] { hash.combine(text) }
        hash.combine(born.map { String($0.number) } ?? "")
        return hash.value
    }
}

extension Mark {
    static func nameHash(_ folded: String) -> UInt64 { StableHash.of(folded, seed: 2) }
}

/// A number's letters and digits as one integer; nil for all zeros and the like, which systems write for "none".
private func packedNumber(_ text: String) -> UInt64? {
    let digits = text.utf8.filter { (48...57).contains($0) }
    guard let first = digits.first, !digits.allSatisfy({ $0 == first }) else { return nil }
    // The check letter of a UPN or a PNC id follows from the digits; a temporary UPN's last letter does not.
    let lastLetter = text.utf8.last.map { $0 > 57 ? UInt64($0) : 0 } ?? 0
    return digits.reduce(lastLetter) { $0 &* 10 &+ UInt64($1 - 48) }
}
