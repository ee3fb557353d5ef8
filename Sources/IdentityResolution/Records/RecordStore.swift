internal import SafeguardingModel

/// All records with their traits, packed, and the index of those that may be compared.
struct RecordStore: Sendable {
    /// The most values of one kind that are kept; a record with more keeps none of that kind.
    static let boundOfValues = 32
    /// A bit for each kind of which a person has few values.
    private static let identifying = (0..<12).compactMap { RecordTrait.Kind(rawValue: $0) }.reduce(UInt16(0)) {
        $1.identifies ? $0 | 1 << UInt16($1.rawValue) : $0
    }

    private(set) var records: [Record] = []
    private(set) var names: NameTable
    private var pool = TraitPool()
    private var index = BlockIndex()
    /// The homes and common values of the real world, and those of exercises.
    private var homes = [BlockIndex(), BlockIndex()]
    private var common = [CommonValues(), CommonValues()]
    private var births = [BirthDateCounts(), BirthDateCounts()]
    private(set) var settings: IdentitySettings
    private var most: MostPoints

    init(_ settings: IdentitySettings) {
        self.settings = settings
        most = MostPoints(settings.weights)
        names = NameTable(settings)
    }

    /// Adds a record of which only the key is known.
    mutating func enter(_ key: RecordKey) -> Int32 {
        records.append(Record(key))
        return Int32(records.count - 1)
    }

    mutating func knows(_ digest: UInt64, of place: Int32) -> Bool { records[Int(place)].knows(digest) }

    subscript(place: Int32) -> Record { records[Int(place)] }

    /// Sorts the keys in the store: copying a key would count references to its texts with every comparison.
    func inOrderOfKeys(_ places: [Int32]) -> [Int32] {
        guard places.count > 1 else { return places }
        return records.withUnsafeBufferPointer { all in places.sorted { all[Int($0)].key < all[Int($1)].key } }
    }

    func marks(of place: Int32) -> ArraySlice<RecordTrait> { pool[records[Int(place)].marks] }

    /// The records that a change of one record concerns.
    struct Touched {
        /// The records to be compared again.
        var anew = IndexSet([])
        /// The records that may have lost a trait by which another was found, unless they are compared again.
        var loosened = IndexSet([])
        /// The record itself, with the keys by which it is found.
        var learnt: Int32?
        var keys: [UInt64] = []

        var isEmpty: Bool { anew.isEmpty }
    }

    /// Adds what one event says; nothing is touched where nothing is new.
    ///
    /// - Parameter writtenDate: eight digits of a birth date that no calendar has.
    mutating func learn(_ place: Int32, _ person: PersonRecord, writtenDate: UInt64? = nil) -> Touched {
        let run = records[Int(place)].marks
        var found = person.marks(&names)
        if let writtenDate, person.born == nil { found.append(RecordTrait(.born, writtenDate)) }
        if run.count == 0, let reference = reference(of: records[Int(place)].key) { found.append(reference) }
        let boundless = records[Int(place)].boundless
        // A slice would share the pool, which would then be copied on writing.
        var marks: [RecordTrait] = []
        marks.reserveCapacity(Int(run.count) + found.count)
        marks += pool[run]
        for mark in found where boundless & 1 << UInt16(mark.kind.rawValue) == 0 && !marks.contains(mark) {
            marks.append(mark)
        }
        guard marks.count > run.count else { return Touched() }
        marks.sort()
        return replace(place, bounded(marks, place))
    }

    /// Returns the agency's own reference, which other agencies may cite as the local authority's number.
    private func reference(of key: RecordKey) -> RecordTrait? {
        guard !key.subject.hasPrefix("~"), !StandIn.isOne(key.subject) else { return nil }
        guard let packed = packedText(key.subject), packed.count >= 4 else { return nil }
        return RecordTrait(.reference, packed.value)
    }

    private mutating func bounded(_ marks: [RecordTrait], _ place: Int32) -> [RecordTrait] {
        guard marks.count > settings.mostValues else { return marks }
        var counts = Array(repeating: 0, count: 12)
        for mark in marks { counts[Int(mark.kind.rawValue)] += 1 }
        for kind in counts.indices where counts[kind] > RecordStore.boundOfValues {
            records[Int(place)].boundless |= 1 << UInt16(kind)
        }
        let boundless = records[Int(place)].boundless
        return boundless == 0 ? marks : marks.filter { boundless & 1 << UInt16($0.kind.rawValue) == 0 }
    }

    private mutating func replace(_ place: Int32, _ marks: [RecordTrait]) -> Touched {
        let (oldKeys, oldHomes, oldBirths) = (keys(of: place), homeKeys(of: place), birthDates(of: place))
        pool.store(marks, in: &records[Int(place)].marks)
        if pool.isWasteful { pool.compact(&records) }
        judge(place)
        var touched = Touched(anew: IndexSet([place]), learnt: place, keys: keys(of: place))
        follow(place, from: oldKeys, to: touched.keys, &touched)
        followHomes(place, from: oldHomes, to: homeKeys(of: place), &touched.anew)
        followBirthDates(place, from: oldBirths, &touched.anew)
        return touched
    }

    private mutating func judge(_ place: Int32) {
        records[Int(place)].isBox = isBox(place)
        records[Int(place)].isOfSeveral = names.describeSeveralChildren(marks(of: place))
    }

    private func isBox(_ place: Int32) -> Bool {
        let record = records[Int(place)]
        guard record.boundless & RecordStore.identifying == 0 else { return true }
        let marks = pool[record.marks]
        guard marks.count > settings.mostValues else { return false }
        var counts = Array(repeating: 0, count: 12)
        for mark in marks where mark.kind.identifies { counts[Int(mark.kind.rawValue)] += 1 }
        return counts.contains { $0 > settings.mostValues }
    }

    private func keys(of place: Int32) -> [UInt64] {
        let record = records[Int(place)]
        guard !record.isBox, record.marks.count > 0 else { return [] }
        return pool.withUnsafe { marks in
            BlockingKeys(TraitsByKind(marks(record.marks)), names, exercise: record.key.exercise).keys
        }
    }

    /// Returns the keys by which a record is found, for tests.
    func blockingKeys(of place: Int32) -> [UInt64] { keys(of: place) }
    /// Returns the number of places that the index stores for a key.
    func held(_ key: UInt64) -> Int { index.held(key) }

    private func homeKeys(of place: Int32) -> [UInt64] {
        let marks = marks(of: place)
        guard !records[Int(place)].isBox, marks.contains(where: { $0.kind == .address }) else { return [] }
        return HomeKey.all(marks.filter { $0.kind == .address }, marks.filter { $0.kind == .postcode })
    }

    private func limit(_ key: UInt64) -> Int {
        BlockingKeys.isStrong(key) ? settings.mostRecords : settings.mostCandidates
    }
}

extension RecordStore {
    /// Updates the index.
    ///
    /// A key that begins or ceases to find records touches all records that have it: for a number the result of
    /// comparing changes, for a rough trait the records to compare.
    private mutating func follow(_ place: Int32, from old: [UInt64], to new: [UInt64], _ touched: inout Touched) {
        guard old != new else { return }
        for key in new where !old.contains(key) && index.insert(place, key, limit: limit(key)) == limit(key) + 1 {
            if BlockingKeys.isStrong(key) {
                touched.anew.insert(index.records(key))
            } else {
                touched.loosened.insert(index.records(key))
            }
        }
        for key in old where !new.contains(key) && leave(place, key) == limit(key) {
            touched.anew.insert(index.records(key))
        }
        markCommon(touched.anew)
    }

    /// Removes a record from a key; returns how many still have it. A closed key whose count falls to its limit is
    /// reopened.
    private mutating func leave(_ place: Int32, _ key: UInt64) -> Int {
        let count = index.remove(place, key)
        if count == limit(key), index.isClosed(key) {
            index.reopen(key, with: records.indices.map(Int32.init).filter { keys(of: $0).contains(key) })
        }
        return count
    }

    /// Returns whether two records have a key in common by which they are compared.
    func mayMeet(_ left: Int32, _ right: Int32) -> Bool {
        let theirs = keys(of: right)
        return keys(of: left).contains { theirs.contains($0) && index.count($0) <= limit($0) }
    }

    /// Marks numbers that too many records have, and clears those that no longer are.
    private mutating func markCommon(_ touched: IndexSet) {
        for place in touched.places {
            let exercise = records[Int(place)].key.exercise
            let world = exercise ? 1 : 0
            for mark in marks(of: place) where mark.kind.isNumber {
                let isCommon = index.count(BlockingKeys.key(of: mark, exercise: exercise)) > settings.mostRecords
                if isCommon {
                    common[world].numbers.insert(mark)
                } else if !common[world].numbers.isEmpty {
                    common[world].numbers.remove(mark)
                }
            }
        }
    }

    /// Updates the homes: one with more birth dates than before may no longer be a family's, and one with fewer may be
    /// again.
    private mutating func followHomes(
        _ place: Int32,
        from old: [UInt64],
        to new: [UInt64],
        _ touched: inout IndexSet
    ) {
        guard !old.isEmpty || !new.isEmpty else { return }
        let world = world(of: place)
        for key in new where !old.contains(key) {
            _ = homes[world].insert(place, key, limit: settings.mostRecords)
        }
        for key in old where !new.contains(key) { leaveHome(place, key, world) }
        for key in old + new.filter({ !old.contains($0) }) {
            let isShared = isSharedByMany(key, world)
            guard isShared != common[world].homes.contains(key) else { continue }
            if isShared { common[world].homes.insert(key) } else { common[world].homes.remove(key) }
            touched.insert(homes[world].records(key))
        }
    }

    private func birthDates(of place: Int32) -> [NamedBirth] {
        let marks = marks(of: place)
        let full = marks.filter { $0.kind == .name && names.isMeaningful($0.first) && names.isMeaningful($0.second) }
            .map(\.value)
        let own = full.isEmpty ? [UInt64(place)] : full
        return marks.filter { $0.kind == .born }.flatMap { born in own.map { NamedBirth(date: born.value, name: $0) } }
    }

    /// Updates the counts of birth dates: one that its agency writes very often is evidence no longer.
    private mutating func followBirthDates(_ place: Int32, from old: [NamedBirth], _ touched: inout IndexSet) {
        let agency = records[Int(place)].agency
        let new = birthDates(of: place)
        let most = settings.mostBornOnOneDay
        touched.insert(births[world(of: place)].replace(place, of: agency, from: old, to: new, most: most))
    }

    private mutating func leaveHome(_ place: Int32, _ key: UInt64, _ world: Int) {
        let count = homes[world].remove(place, key)
        guard count == settings.mostRecords, homes[world].isClosed(key) else { return }
        let all = records.indices.map(Int32.init).filter {
            self.world(of: $0) == world && homeKeys(of: $0).contains(key)
        }
        homes[world].reopen(key, with: all)
    }

    private func world(of place: Int32) -> Int { records[Int(place)].key.exercise ? 1 : 0 }

    private func isSharedByMany(_ key: UInt64, _ world: Int) -> Bool {
        let count = homes[world].count(key)
        guard count > settings.mostChildrenAtHome else { return false }
        guard count <= settings.mostRecords else { return true }
        let births = homes[world].records(key).compactMap { place in marks(of: place).first { $0.kind == .born } }
        return Set(births.map(\.value)).count > settings.mostChildrenAtHome
    }

    /// Returns the records with a key in common with one, each once, in order of their places.
    ///
    /// - Parameter keys: the record's keys, where they are already known.
    func candidates(of place: Int32, by keys: [UInt64]? = nil) -> [Int32] {
        var found: [Int32] = []
        found.reserveCapacity(16)
        for key in keys ?? self.keys(of: place) { index.collect(key, limit: limit(key), into: &found) }
        found.sort()
        var kept = 0
        for candidate in found where candidate != place && (kept == 0 || found[kept - 1] != candidate) {
            found[kept] = candidate
            kept += 1
        }
        found.removeLast(found.count - kept)
        return found
    }

    func compare(_ left: Int32, _ right: Int32) -> Comparison {
        var found = Comparison()
        compare(left, with: CollectionOfOne(right)) { _, comparison in found = comparison }
        return found
    }

    /// Compares one record with others in turn, looking up what is the same each time only once.
    ///
    /// - Parameter least: the sum below which a record is left out.
    func compare(
        _ place: Int32,
        with others: some Sequence<Int32>,
        reaching least: Int = .min,
        _ body: (Int32, Comparison) -> Void
    ) {
        let world = world(of: place)
        let comparer = Comparer(
            weights: settings.weights,
            names: names,
            common: common[world],
            most: most
        )
        pool.withUnsafe { marks in
            let own = TraitsByKind(marks(records[Int(place)].marks))
            let rarity = comparer.rarity(of: own)
            let record = records[Int(place)]
            for other in others {
                let runs = TraitsByKind(marks(records[Int(other)].marks))
                guard var comparison = comparer.compare(own, runs, reaching: least, rarity: rarity) else { continue }
                comparison.isOfOneAgency = other != place && record.isKeptApart(from: records[Int(other)])
                comparison.isDefaultBirthDate =
                    comparison[.born] == .same && agreeByDefaultAlone(own, runs, place, other)
                comparison.isOfSeveralChildren = record.isOfSeveral || records[Int(other)].isOfSeveral
                body(other, comparison)
            }
        }
    }

    /// Returns whether two records agree in no birth date but those that are written where none is known.
    private func agreeByDefaultAlone(_ own: TraitsByKind, _ runs: TraitsByKind, _ left: Int32, _ right: Int32) -> Bool {
        let (agency, other, world) = (records[Int(left)].agency, records[Int(right)].agency, world(of: left))
        return own[.born].allSatisfy { born in
            guard runs[.born].contains(born) else { return true }
            return settings.defaultBirthDates.contains(born.value)
                || births[world].isDefault(born.value, in: agency) || births[world].isDefault(born.value, in: other)
        }
    }

    /// Returns a record's NHS numbers, UPNs and PNC ids that pass their check and are not too common, in order.
    func numbers(of place: Int32) -> [RecordTrait] {
        marks(of: place).filter { mark in
            mark.kind.isOfOnePerson && !mark.isFailing && !common[world(of: place)].numbers.contains(mark)
        }
    }

    /// Applies other settings to everything.
    mutating func configure(_ settings: IdentitySettings) {
        self.settings = settings
        most = MostPoints(settings.weights)
        names.configure(settings)
        index = BlockIndex()
        homes = [BlockIndex(), BlockIndex()]
        common = [CommonValues(), CommonValues()]
        births = [BirthDateCounts(), BirthDateCounts()]
        for place in records.indices.map(Int32.init) {
            var ignored = Touched()
            judge(place)
            follow(place, from: [], to: keys(of: place), &ignored)
            followHomes(place, from: [], to: homeKeys(of: place), &ignored.anew)
            followBirthDates(place, from: [], &ignored.anew)
        }
        for place in records.indices.map(Int32.init) { markCommon(IndexSet([place])) }
    }
}
