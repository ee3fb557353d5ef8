internal import SafeguardingModel

/// By what records find one another: two are compared only where they have one of these in common.
///
/// Several, so that an error in any one field leaves others to meet by.
struct BlockingKeys {
    /// Each once; a key with the lowest bit set is of a number or of a whole name with birth date.
    private(set) var keys: [UInt64] = []
    private let exercise: UInt64
    /// A record that says so much that it has more keys keeps those of numbers, and of the rest the lowest: so that one record
    /// costs the same whatever is written in it. A usual record has some fifteen.
    static let most = 400

    init(_ marks: ArraySlice<Mark>, _ names: borrowing NameTable, exercise: Bool) {
        self.exercise = exercise ? 1 : 0
        keys.reserveCapacity(16)
        for mark in marks where mark.kind.isNumber { addStrong(UInt64(mark.kind.rawValue), mark.value) }
        for mark in marks where mark.kind == .reference { addStrong(UInt64(Mark.Kind.localId.rawValue), mark.value) }
        addNames(marks, names)
        addPlaces(marks, names)
        keys.sort()
        dropDuplicates()
        if keys.count > BlockingKeys.most { bound() }
    }

    static func isStrong(_ key: UInt64) -> Bool { key & 1 == 1 }

    /// The key of one number: by its count one sees that too many records carry it.
    static func key(of mark: Mark, exercise: Bool) -> UInt64 {
        QuickHash.of(UInt64(mark.kind.rawValue), mark.value, exercise ? 1 : 0) | 1
    }

    private mutating func addNames(_ marks: ArraySlice<Mark>, _ names: borrowing NameTable) {
        let births = marks.filter { $0.kind == .born }.map(\.value)
        let codes = marks.filter { $0.kind == .postcode }.map(\.value)
        for name in marks where name.kind == .name || name.kind == .alias {
            let sounds = [name.first, name.second].map { names.tells($0) ? UInt64(names[$0].sound) : 0 }
            for born in births { add(name, sounds, born, names) }
            for sound in sounds where sound != 0 {
                for code in codes { addWeak(31, sound, code) }
            }
            guard sounds[0] != 0, sounds[1] != 0 else { continue }
            let both = min(sounds[0], sounds[1]) << 32 | max(sounds[0], sounds[1])
            for code in codes { addWeak(39, both, Postcode.district(code)) }
        }
    }

    private mutating func add(_ name: Mark, _ sounds: [UInt64], _ born: UInt64, _ names: NameTable) {
        let (year, month, day) = Birth.parts(born)
        for sound in sounds where sound != 0 { addWeak(32, sound, born) }
        guard sounds[0] != 0, sounds[1] != 0 else { return }
        if name.kind == .name { addStrong(33, name.value, born) }
        let (low, high) = (min(sounds[0], sounds[1]), max(sounds[0], sounds[1]))
        addWeak(34, low << 32 | high, year)
        addWeak(35, low << 32 | high, min(month, day) * 100 + max(month, day))
    }

    private mutating func addPlaces(_ marks: ArraySlice<Mark>, _ names: borrowing NameTable) {
        let births = marks.filter { $0.kind == .born }.map(\.value)
        let districts = marks.filter { $0.kind == .postcode }.map { Postcode.district($0.value) }
        for district in Set(districts) {
            for born in births { addWeak(36, district, born) }
        }
        for address in marks where address.kind == .address && address.first != 0 && address.second != 0 {
            let house = UInt64(names[address.first].sound) << 32 | UInt64(address.second)
            for district in Set(districts) { addWeak(37, house, district) }
            for born in births { addWeak(38, house, born) }
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
