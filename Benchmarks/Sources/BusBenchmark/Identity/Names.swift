/// Names of which some are frequent and most are rare.
struct Names {
    private let given: [[String]]
    private let families: [String]
    private let streets: [String]
    private let groupOf: [String: Int]

    init(_ groups: [[String]], _ chance: inout Chance) {
        given = chance.shuffled(groups)
        groupOf = Dictionary(given.enumerated().flatMap { number, group in group.map { ($0, number) } }) { one, _ in one
        }
        let heads = [
            "ash", "black", "cold", "dun", "elm", "fair", "green", "hart", "kings", "lang", "mill", "nor", "oak", "pen",
            "red", "stan", "thorn", "under", "wal", "whit",
        ]
        let middles = ["", "er", "ing", "a", "en", "ow"]
        let tails = [
            "ton", "field", "ley", "man", "ford", "by", "well", "wick", "worth", "son", "stone", "wood", "ham", "more",
            "den", "shaw", "croft", "gate",
        ]
        var made: [String] = []
        for head in heads { for middle in middles { for tail in tails { made.append(head + middle + tail) } } }
        families = chance.shuffled(made)
        streets = ["Street", "Road", "Avenue", "Close", "Lane"].flatMap { kind in
            made.prefix(200).map { "\($0) \(kind)" }
        }
    }

    func given(_ chance: inout Chance) -> String { given[chance.skewed(given.count)].first ?? "ada" }
    func family(_ chance: inout Chance) -> String { families[chance.skewed(families.count)] }
    func street(_ chance: inout Chance) -> String { chance.pick(streets) }

    func other(than name: String, _ chance: inout Chance) -> String {
        let group = groupOf[name] ?? 0
        while true {
            let other = chance.skewed(given.count)
            if other != group, let first = given[other].first, first != name { return first }
        }
    }

    /// Another form of the name, or itself where it has none.
    func form(of name: String, _ chance: inout Chance) -> String {
        groupOf[name].map { chance.pick(given[$0]) } ?? name
    }
}

/// SplitMix64: the same numbers from the same seed.
struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
    mutating func share() -> Double { Double(next() >> 11) / Double(UInt64(1) << 53) }
    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

    /// Low numbers much more often than high ones: as frequent names are to rare ones.
    mutating func skewed(_ bound: Int) -> Int {
        let share = share()
        return min(bound - 1, Int(Double(bound) * share * share * share))
    }

    mutating func shuffled<Value>(_ values: [Value]) -> [Value] {
        var values = values
        for place in values.indices.dropFirst().reversed() { values.swapAt(place, below(place + 1)) }
        return values
    }
}

/// NHS numbers 999 000 0000 to 999 999 9999 with their check digit, and UPNs of a local authority that does not exist.
struct Numbers {
    private var serial = 0
    private var pupil = 0
    private static let letters = Array("ABCDEFGHJKLMNPQRTUVWXYZ")

    mutating func nhs() -> String {
        while true {
            serial = (serial + 1) % 1_000_000
            let padded = String(9_990_000_000 + serial * 10).prefix(9)
            let sum = padded.utf8.enumerated().reduce(0) { $0 + (10 - $1.offset) * Int($1.element - 48) }
            let check = (11 - sum % 11) % 11
            if check < 10 { return padded + String(check) }
        }
    }

    mutating func upn() -> String {
        pupil += 1
        let digits = "999" + String(100_000_000 + pupil % 900_000_000)
        let sum = digits.utf8.enumerated().reduce(0) { $0 + ($1.offset + 2) * Int($1.element - 48) }
        return "\(Numbers.letters[sum % 23])\(digits)"
    }
}
