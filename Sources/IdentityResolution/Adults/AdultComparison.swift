internal import SafeguardingModel

/// The traits known of one adult, for comparing.
struct AdultProfile {
    /// The adult's keys, sorted.
    var keys: [LinkKey] = []
    var names: [(given: UInt32, family: UInt32)] = []
    var aliases: [UInt32] = []
    var births: [UInt64] = []
    var years: [ClosedRange<Int>] = []
    var homes: [UInt64] = []
    /// The numbers of the children with whom the adult is named.
    var children = IndexSet([])

    func values(_ scheme: LinkKey.Scheme) -> [String] { keys.filter { $0.scheme == scheme }.map(\.value) }

    /// Returns whether both are named with one child.
    func haveOneChild(_ other: AdultProfile) -> Bool { children.places.contains(where: other.children.contains) }
}

/// The agreement of two adults: the fields that say something, with their weights.
struct AdultComparison: Hashable {
    private(set) var levels: [AdultField: Level] = [:]
    private(set) var points = 0
    private(set) var rarity = 0
    private let settings: AdultSettings
    private let names: NameTable

    init(_ left: AdultProfile, _ right: AdultProfile, _ names: NameTable, _ settings: AdultSettings) {
        self.settings = settings
        self.names = names
        compareNames(left, right)
        compareNicknames(left, right)
        compareKeys(left, right)
        compareAges(left, right)
        if !Set(left.homes).isDisjoint(with: right.homes) { set(.address, .same) }
        if left.haveOneChild(right) { set(.child, .same) }
    }

    /// Whether the pair is shown to people: enough points, more than a first name, and not plainly different people.
    var isTold: Bool { points >= settings.ask && !isFirstNameAlone && !isSomebodyElse }

    /// Whether only a first name agrees, which is never enough, whatever its weight.
    var isFirstNameAlone: Bool {
        levels.allSatisfy { $0.key == .givenName || $0.key == .age || $0.value == .different }
    }

    /// Whether the two are plainly different people: brothers at one address, father and son with one name.
    var isSomebodyElse: Bool {
        if levels[.born] == .different || levels[.age] == .different { return true }
        let isCalledSo = levels[.nickname] != nil
        return levels[.givenName] == .different && !isCalledSo
    }

    static func == (left: Self, right: Self) -> Bool { left.levels == right.levels && left.rarity == right.rarity }
    func hash(into hasher: inout Hasher) { hasher.combine(levels) }

    private mutating func set(_ field: AdultField, _ level: Level) {
        levels[field] = level
        points += settings[field, level]
    }

    private mutating func compareNames(_ left: AdultProfile, _ right: AdultProfile) {
        var best: (given: Level, family: Level, points: Int, rarity: Int)?
        for one in left.names {
            for other in right.names {
                let given = given(one.given, other.given)
                let family = family(one.family, other.family)
                var rarity = given == .same ? Int(names[one.given].givenPoints) : 0
                if family == .same { rarity += Int(names[one.family].familyPoints) }
                let points = settings[.givenName, given] + settings[.familyName, family] + rarity
                if best.map({ ($0.points, $0.given.rawValue) < (points, given.rawValue) }) ?? true {
                    best = (given, family, points, rarity)
                }
            }
        }
        guard let best else { return }
        if best.given != .missing { set(.givenName, best.given) }
        if best.family != .missing { set(.familyName, best.family) }
        rarity = best.rarity
        points += rarity
    }

    private func given(_ one: UInt32, _ other: UInt32) -> Level {
        guard names.isMeaningful(one), names.isMeaningful(other) else { return .missing }
        if one == other { return .same }
        if names.areForms(one, other) { return .form }
        let isClose = names.likeness(one, other, partOf: 3).isAlike && !names.areBothKnown(one, other)
        return isClose ? .close : .different
    }

    private func family(_ one: UInt32, _ other: UInt32) -> Level {
        guard names.isMeaningful(one), names.isMeaningful(other) else { return .missing }
        let likeness = names.likeness(one, other, partOf: 4)
        return likeness == .same || likeness == .part || likeness == .close ? likeness : .different
    }

    private mutating func compareNicknames(_ left: AdultProfile, _ right: AdultProfile) {
        let (ours, theirs) = (Set(left.aliases), Set(right.aliases))
        let isAlias =
            !ours.isDisjoint(with: theirs) || right.names.contains { ours.contains($0.given) }
            || left.names.contains { theirs.contains($0.given) }
        if isAlias { return set(.nickname, .same) }
        if isInHandle(left, of: right) || isInHandle(right, of: left) { set(.nickname, .part) }
    }

    /// Returns whether an online name of one contains a name of the other.
    private func isInHandle(_ named: AdultProfile, of other: AdultProfile) -> Bool {
        let words = other.values(.handle).flatMap {
            HandleWords.of(Array($0.utf8)).map { String(decoding: $0, as: UTF8.self) }
        }
        guard !words.isEmpty else { return false }
        return (named.names.map(\.given) + named.aliases).contains {
            names.isMeaningful($0) && words.contains(names.text($0))
        }
    }

    private mutating func compareKeys(_ left: AdultProfile, _ right: AdultProfile) {
        for (field, scheme, least) in [
            (AdultField.handle, LinkKey.Scheme.handle, 6), (.phone, .phone, 8), (.vehicle, .vehicle, 6),
        ] {
            let (ours, theirs) = (left.values(scheme), right.values(scheme))
            let isClose = ours.contains { one in theirs.contains { isOneSlip(one, $0, ofAtLeast: least) } }
            if isClose { set(field, .close) }
        }
    }

    private func isOneSlip(_ one: String, _ other: String, ofAtLeast length: Int) -> Bool {
        let (left, right) = (Array(one.utf8.prefix(64)), Array(other.utf8.prefix(64)))
        guard min(left.count, right.count) >= length, left != right else { return false }
        return left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { Likeness.isOneSlip(left, $0) }
        }
    }

    private mutating func compareAges(_ left: AdultProfile, _ right: AdultProfile) {
        let births = left.births.flatMap { one in right.births.map { Birth.level(one, $0) } }
        let best = births.max { settings[.born, $0] < settings[.born, $1] }
        if let best { return set(.born, settings[.born, best] > 0 ? best : .different) }
        let (ours, theirs) = (left.bornIn, right.bornIn)
        guard !ours.isEmpty, !theirs.isEmpty else { return }
        set(.age, ours.contains { one in theirs.contains { one.overlaps($0) } } ? .same : .different)
    }

    /// Each field in a few words with its weight, the heaviest first; contains no value.
    var sentences: [String] {
        let sorted = AdultField.allCases.filter { levels[$0] != nil }.sorted { weight($0) > weight($1) }
        var lines = sorted.map { "\(words($0)) (\(weight($0) > 0 ? "+" : "")\(weight($0)))" }
        if rarity != 0 {
            lines.append("the names are \(rarity > 0 ? "rare" : "frequent") (\(rarity > 0 ? "+" : "")\(rarity))")
        }
        if isFirstNameAlone { lines.append("not told: a first name alone says nothing") }
        if isSomebodyElse { lines.append("not told: this is how brothers, or father and son, look") }
        return lines
    }

    /// The agreement in a few words.
    var agreement: String {
        let agreeing = AdultField.allCases.filter { (levels[$0].map { $0 != .different }) ?? false }
        return agreeing.map(words).joined(separator: ", ") + " (\(points) points)"
    }

    private func weight(_ field: AdultField) -> Int { levels[field].map { settings[field, $0] } ?? 0 }

    private func words(_ field: AdultField) -> String {
        switch (field, levels[field] ?? .missing) {
        case (.child, _): "both named with the same child"
        case (.nickname, .part): "an online name holds the other's name"
        case (.nickname, _): "a nickname is the other's name"
        case (.age, .same): "the guessed ages fit"
        case (.age, _): "the guessed ages do not fit"
        case (.born, let level): "birth date \(level.adjective)"
        case (let field, let level): "\(field.title) \(level.adjective)"
        }
    }
}

extension AdultProfile {
    /// The years in which the adult may have been born.
    fileprivate var bornIn: [ClosedRange<Int>] {
        births.map { Int($0 / 10_000)...Int($0 / 10_000) } + years
    }
}

extension Level {
    /// The adjective for a level of an adult's field.
    fileprivate var adjective: String {
        switch self {
        case .same: "the same"
        case .form: "forms of one name"
        case .part: "one is a part of the other"
        case .close: "one slip apart"
        case .swapped: "with day and month exchanged"
        default: "different"
        }
    }
}
