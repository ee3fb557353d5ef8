internal import SafeguardingModel

/// The keys by which records are found for comparison: two are compared only where they have a key in common.
///
/// There are several, so that an error in one field leaves the keys of other fields.
struct BlockingKeys {
    /// The keys, each once; the lowest bit is set for a key of a number, or of a whole name with birth date.
    private(set) var keys: [UInt64] = []
    private let exercise: UInt64
    /// The most keys of a record. Beyond it the keys of numbers are kept, and the lowest of the rest, so that a
    /// record's cost is bounded whatever it contains. A usual record has about fifteen.
    static let most = 400

    init(_ marks: TraitsByKind, _ names: borrowing NameTable, exercise: Bool) {
        self.exercise = exercise ? 1 : 0
        keys.reserveCapacity(24)
        for kind in [RecordTrait.Kind.nhsNumber, .upn, .pncId, .localId] {
            for mark in marks[kind] { addStrong(UInt64(kind.rawValue), mark.value) }
        }
        for mark in marks[.reference] { addStrong(UInt64(RecordTrait.Kind.localId.rawValue), mark.value) }
        for name in marks[.name] { add(name, marks, names) }
        for alias in marks[.alias] { add(alias, marks, names) }
        addPlaces(marks, names)
        keys.sort()
        dropDuplicates()
        if keys.count > BlockingKeys.most { bound() }
    }

    static func isStrong(_ key: UInt64) -> Bool { key & 1 == 1 }

    /// Returns the key of one number; the key's count shows when too many records have the number.
    static func key(of mark: RecordTrait, exercise: Bool) -> UInt64 {
        QuickHash.of(UInt64(mark.kind.rawValue), mark.value, exercise ? 1 : 0) | 1
    }

    private mutating func add(_ name: RecordTrait, _ marks: TraitsByKind, _ names: borrowing NameTable) {
        let given = names.isMeaningful(name.first) ? UInt64(names[name.first].sound) : 0
        let family = names.isMeaningful(name.second) ? UInt64(names[name.second].sound) : 0
        let both = given == 0 || family == 0 ? nil : min(given, family) << 32 | max(given, family)
        for born in marks[.born] {
            for sound in [given, family] where sound != 0 { addWeak(32, sound, born.value) }
            if let both { add(name, both, born.value) }
        }
        for code in marks[.postcode] {
            for sound in [given, family] where sound != 0 { addWeak(31, sound, code.value) }
            if let both { addWeak(39, both, Postcode.district(code.value)) }
        }
    }

    private mutating func add(_ name: RecordTrait, _ sounds: UInt64, _ born: UInt64) {
        let (year, month, day) = Birth.parts(born)
        if name.kind == .name { addStrong(33, name.value, born) }
        addWeak(34, sounds, year)
        addWeak(35, sounds, min(month, day) * 100 + max(month, day))
    }

    /// Adds the keys of places. Duplicates are removed at the end: several postcodes may be in one district.
    private mutating func addPlaces(_ marks: TraitsByKind, _ names: borrowing NameTable) {
        for code in marks[.postcode] {
            for born in marks[.born] { addWeak(36, Postcode.district(code.value), born.value) }
        }
        for address in marks[.address] where address.first != 0 && address.second != 0 {
            let house = UInt64(names[address.first].sound) << 32 | UInt64(address.second)
            for code in marks[.postcode] { addWeak(37, house, Postcode.district(code.value)) }
            for born in marks[.born] { addWeak(38, house, born.value) }
        }
    }

    private mutating func addStrong(_ kind: UInt64, _ first: UInt64, _ second: UInt64? = nil) {
        let hash = second.map { QuickHash.of(kind, first, $0, exercise) } ?? QuickHash.of(kind, first, exercise)
        keys.append(hash | 1)
    }

    private mutating func addWeak(_ kind: UInt64, _ first: UInt64, _ second: UInt64) {
        keys.append(QuickHash.of(kind, first, second, exercise) & ~1)
    }

    private mutating func bound() {
        let strong = keys.filter(BlockingKeys.isStrong).prefix(BlockingKeys.most)
        let weak = keys.filter { !BlockingKeys.isStrong($0) }.prefix(BlockingKeys.most - strong.count)
        keys = (strong + weak).sorted()
    }

    private mutating func dropDuplicates() {
        guard keys.count > 1 else { return }
        var kept = 1
        for place in 1..<keys.count where keys[place] != keys[kept - 1] {
            keys[kept] = keys[place]
            kept += 1
        }
        keys.removeLast(keys.count - kept)
    }
}
