internal import SafeguardingModel

/// A table of all names, each once with a number, which records store.
///
/// The numbers depend on the order of arrival; nothing that is shown does.
struct NameTable: Sendable {
    struct Entry: Sendable {
        var start: UInt32 = 0
        var count: UInt8 = 0
        /// Whether the text is used in place of a name that nobody knows.
        var isPlaceholder = false
        /// Whether it is a known name, and so not another one mistyped.
        var isKnown = false
        var givenPoints: Int16 = 0
        var familyPoints: Int16 = 0
        var sound: UInt32 = 0
    }

    /// The number of the absent name.
    static let none: UInt32 = 0

    private(set) var entries = [Entry()]
    private var bytes: [UInt8] = []
    private var numbers: [UInt64: UInt32] = [:]
    private var groups: [UInt32: [Int32]] = [:]
    private var reference: NameReference

    init(_ settings: IdentitySettings) {
        reference = NameReference(settings)
    }

    /// Returns the number of a name as people write it.
    mutating func number(of name: String) -> UInt32 {
        if name.utf8.count < 6, name.contains("/"), StandIn.isName(name) { return number(ofFolded: "unknown") }
        if let known = known(name) { return known }
        // Events contain no longer names; from other sources a longer one costs no more.
        guard name.utf8.count > NameTable.longest else { return number(ofFolded: folded(name)) }
        return number(ofFolded: folded(String(name.unicodeScalars.prefix(NameTable.longest))))
    }

    private static let longest = 256

    /// Returns the number of a name in plain letters that the table already has, as most are, without making a folded
    /// text.
    private func known(_ name: String) -> UInt32? {
        guard name.utf8.count <= NameTable.longest else { return nil }
        var hash = StableHash(seed: 2)
        var count = 0
        for byte in name.utf8 {
            guard byte < 0x80, count < Likeness.longest else { return nil }
            guard let plain = foldedLetter(byte) else { continue }
            hash.combine(byte: plain)
            count += 1
        }
        return numbers[hash.value]
    }

    mutating func number(ofFolded name: String) -> UInt32 {
        let letters = name.utf8.prefix(Likeness.longest)
        guard !letters.isEmpty else { return NameTable.none }
        let hash = NameTable.hash(letters)
        if let known = numbers[hash] { return known }
        let number = UInt32(entries.count)
        numbers[hash] = number
        var entry = Entry(start: UInt32(bytes.count), count: UInt8(letters.count), sound: SoundCode.of(letters))
        bytes.append(contentsOf: letters)
        describe(&entry, hash, letters)
        entries.append(entry)
        if let found = reference.groups[hash] { groups[number] = found }
        return number
    }

    static func hash(_ letters: some Sequence<UInt8>) -> UInt64 {
        var hash = StableHash(seed: 2)
        hash.combine(letters)
        return hash.value
    }

    /// Reads the settings of every name again.
    mutating func configure(_ settings: IdentitySettings) {
        reference = NameReference(settings)
        groups = [:]
        for (hash, number) in numbers {
            var entry = entries[Int(number)]
            describe(&entry, hash, text(number).utf8.prefix(Likeness.longest))
            entries[Int(number)] = entry
            if let found = reference.groups[hash] { groups[number] = found }
        }
    }

    private func describe(_ entry: inout Entry, _ hash: UInt64, _ letters: Substring.UTF8View) {
        entry.isPlaceholder = reference.placeholders.contains(hash) || StandIn.isName(String(Substring(letters)))
        entry.isKnown = reference.known.contains(hash)
        entry.givenPoints = reference.givenPoints[hash] ?? 0
        entry.familyPoints = reference.familyPoints[hash] ?? 0
    }

    /// Returns the folded name.
    func text(_ number: UInt32) -> String {
        let entry = entries[Int(number)]
        return String(decoding: bytes[Int(entry.start)..<Int(entry.start) + Int(entry.count)], as: UTF8.self)
    }

    subscript(number: UInt32) -> Entry { entries[Int(number)] }

    /// Returns whether a name says anything: neither empty nor "unknown".
    func isMeaningful(_ number: UInt32) -> Bool { number != NameTable.none && !entries[Int(number)].isPlaceholder }

    func areForms(_ left: UInt32, _ right: UInt32) -> Bool {
        guard let first = groups[left], let second = groups[right] else { return false }
        return first.contains(where: second.contains)
    }

    func areBothKnown(_ left: UInt32, _ right: UInt32) -> Bool {
        entries[Int(left)].isKnown && entries[Int(right)].isKnown
    }

    /// Returns the level of agreement of two names by their letters.
    func likeness(_ left: UInt32, _ right: UInt32, partOf length: Int) -> Level {
        if left == right { return .same }
        return bytes.withUnsafeBufferPointer { all in
            let (left, right) = (slice(all, left), slice(all, right))
            if min(left.count, right.count) == 1 { return left[0] == right[0] ? .initial : .different }
            if Likeness.isPart(left, right, ofAtLeast: length) { return .part }
            let score = Likeness.isTellingSlip(left, right) ? 1_000 : Likeness.jaroWinkler(left, right)
            return score >= 920 ? .close : score >= 840 ? .similar : .different
        }
    }

    private func slice(_ all: Likeness.Bytes, _ number: UInt32) -> Likeness.Bytes {
        let entry = entries[Int(number)]
        return Likeness.Bytes(rebasing: all[Int(entry.start)..<Int(entry.start) + Int(entry.count)])
    }
}

/// The settings about names, by the names' hashes.
struct NameReference: Sendable {
    private(set) var placeholders: Set<UInt64> = []
    private(set) var known: Set<UInt64> = []
    private(set) var groups: [UInt64: [Int32]] = [:]
    private(set) var givenPoints: [UInt64: Int16] = [:]
    private(set) var familyPoints: [UInt64: Int16] = [:]

    init(_ settings: IdentitySettings) {
        placeholders = Set(settings.placeholders.map(NameReference.hash))
        known = Set(settings.names.known.map(NameReference.hash))
        for (number, group) in settings.names.groups.enumerated() {
            for name in group.map(NameReference.hash) {
                groups[name, default: []].append(Int32(number))
                known.insert(name)
            }
        }
        for (name, points) in settings.names.givenPoints {
            givenPoints[NameReference.hash(name)] = Int16(clamping: points)
        }
        for (name, points) in settings.names.familyPoints {
            familyPoints[NameReference.hash(name)] = Int16(clamping: points)
        }
    }

    private static func hash(_ name: String) -> UInt64 { NameTable.hash(folded(name).utf8.prefix(Likeness.longest)) }
}
