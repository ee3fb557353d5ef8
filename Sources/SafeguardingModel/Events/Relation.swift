/// A person's part in a child's life, read from the role that an agency gives, as far as judgement needs it.
///
/// Many words mean one part: a mother, a grandfather and an aunt are family. A word that is in no list is kept and
/// means nothing.
public enum Relation: String, Hashable, Sendable, Codable, CaseIterable {
    /// The agency has reason to worry about the person. Outweighs every other part.
    case ofConcern = "person-of-concern"
    /// A person whose work is near children. Holds for every child.
    case professional
    case family
    /// A foster carer, a guardian.
    case carer
    /// A friend. Says nothing of the age: a friend known to be of age is an adult like any other.
    case friend

    /// Reads the part that a role means, however it is spelled: `Foster Carer`, `foster_carer`.
    public init?(role: String) {
        guard !role.isEmpty, case .relation(let relation) = RoleWords.meaning(of: role) else { return nil }
        self = relation
    }

    /// Returns whether a role is one that agencies use, though it may say nothing: a boyfriend, a neighbour.
    public static func isKnown(role: String) -> Bool { RoleWords.meaning(of: role) != nil }

    /// Returns whether a role says who somebody is: it has a meaning, or is a word for adults alone.
    public static func isInformative(role: String) -> Bool { Relation(role: role) != nil || isAdult(role: role) }

    /// Returns whether a role is a word for adults alone: a landlord, a mother's partner, a taxi driver.
    static func isAdult(role: String) -> Bool { RoleWords.adults.contains(Words.folded(role)) }
}

extension Relation {
    /// Reads the part of a professional or a friend that is in the name itself, where no role is given: `Social
    /// worker J Smith`, `PC 1234 Smith`, `J Smith (teacher)`, `friend Chloe`.
    ///
    /// Somebody's friend or somebody's teacher is neither.
    public init?(name: String) {
        guard !name.isEmpty, !name.contains("'s "), !name.contains("\u{2019}s ") else { return nil }
        let words = Words.folded(name).split(separator: "-")
        let relation = Relation.leading(words) ?? Relation.trailing(name)
        guard let relation, relation == .professional || relation == .friend else { return nil }
        self = relation
    }

    private static func leading(_ words: [Substring]) -> Relation? {
        for count in stride(from: min(4, words.count), through: 1, by: -1) {
            let word = words[..<count].joined(separator: "-")
            guard count > 1 || RoleWords.beforeNames.contains(word), words.dropFirst(count).first != "of" else {
                continue
            }
            if let relation = Relation(role: word) { return relation }
        }
        return nil
    }

    private static func trailing(_ name: String) -> Relation? {
        // Only a family name comes before a comma.
        guard let mark = name.lastIndex(where: { "(,".contains($0) }), name[mark] == "(" || name[..<mark].contains(" ")
        else { return nil }
        return Relation(role: String(name[name.index(after: mark)...].prefix { $0 != ")" }))
    }

    /// Returns the ages in a name: `friend Chloe aged 14`, `male, 30-35 years old`, `Chloe (14)`.
    public static func ages(inName name: String) -> [Int] {
        let words = Words.folded(name).split(separator: "-")
        guard let first = words.firstIndex(where: { years($0) != nil }) else { return [] }
        let before = first > 0 ? words[first - 1] : ""
        let found = words[first...].prefix { years($0) != nil }
        let after = words[first...].dropFirst(found.count).first ?? ""
        let isStated = ["aged", "age", "about", "approx", "approximately", "around", "circa"].contains(before)
        let isCounted = ["yrs", "years", "year", "yr", "yo", "yrold"].contains(after) || Int(words[first]) == nil
        guard isStated || isCounted || name.contains("(\(words[first]))") else { return [] }
        return found.compactMap(years)
    }

    private static func years(_ word: Substring) -> Int? {
        let digits = word.hasSuffix("yrs") ? word.dropLast(3) : word.hasSuffix("yo") ? word.dropLast(2) : word
        guard digits.count <= 2, let age = Int(digits), age >= 5 else { return nil }
        return age
    }
}

extension Relation {
    /// Returns whether a name is that of a relative: `mother`, `her nan`, or with the child's own family name `Aunt
    /// Example`, `Mrs Example`.
    ///
    /// The word uncle or aunt alone does not count: children are told to call others that.
    public static func isKin(_ name: String, familyNames: [String]) -> Bool {
        var parts = Words.folded(name).split(separator: "-").map(String.init)
        if let first = parts.first, ["her", "his", "their", "birth", "step"].contains(first) { parts.removeFirst() }
        guard let first = parts.first, parts.count <= 3 else { return false }
        let rest = parts.dropFirst()
        guard rest.last.map(familyNames.contains) ?? false else {
            return RoleWords.close.contains(first) && rest.isEmpty
        }
        return RoleWords.close.contains(first) || RoleWords.wider.contains(first) || RoleWords.titles.contains(first)
    }

    /// Returns a family name in the form in which names are compared.
    public static func folded(familyName: String) -> String { Words.folded(familyName) }
}

extension Link {
    /// Whether the agency itself calls the person one of concern.
    public var isOfConcern: Bool { role == .personOfConcern || relation == .ofConcern }

    /// Whether the agency's words make the person an adult: `mother's partner`, `unknown adult male`, `a man`. A word
    /// for the age outweighs them.
    public var isSaidToBeAdult: Bool {
        if let called, Relation.isAdult(role: called) { return true }
        guard kind == "person" else { return false }
        let words = Words.folded(label).split(separator: "-")
        return words.contains(where: RoleWords.adultWords.contains)
            && !words.contains(where: RoleWords.youngWords.contains)
    }

    /// Whether the place is open to everybody.
    public var isPublicPlace: Bool { PublicPlace.isKind(kind) }

    /// Returns whether the known age makes the person a child on a day; nil if no age is known.
    public func isChild(on day: CivilDay) -> Bool? {
        if let born { return born.age(on: day) < 18 }
        return age.map { $0 < 18 }
    }

    /// The age given for the person, of several the highest.
    public var age: Int? { traits.compactMap { if case .age(let years) = $0 { years } else { nil } }.max() }

    /// The birth date given for the person, of several the earliest: the older is the adult.
    public var born: CivilDay? {
        let births = traits.compactMap { if case .born(let day) = $0 { day } else { nil } }
        return (births + keys.compactMap(\.born)).min()
    }
}

extension LinkKey {
    /// The birth date in a name with one.
    public var born: CivilDay? {
        guard scheme == .nameAndBirth, let bar = value.lastIndex(of: "|") else { return nil }
        return CivilDay(String(value[value.index(after: bar)...]))
    }

    /// Makes the key of an agency's own reference for somebody of whom it keeps a record.
    public init(_ record: RecordKey) { self.init(.reference, "\(record.agency)/\(record.subject)") }
}
