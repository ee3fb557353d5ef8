/// The one spelling of a house within its postcode: what people write in many ways is the same house when the results
/// are equal.
public enum Premises {
    /// Returns `1, Sample St., Huyton` as `1 sample street`, `Flat 2 1 Sample Street` as `flat 2 1 sample street`, and
    /// `Rose Cottage, Sample Lane` as `rose cottage`; empty for a text without a letter or digit.
    ///
    /// The flat comes first, then the number, then the street; a town is left out. A house with a number needs no name.
    public static func house(_ text: String) -> String {
        var parts = text.lowercased().split { $0 == "," || $0 == ";" || $0 == "\n" }.map(words).filter { !$0.isEmpty }
        let flat = takeFlat(from: &parts)
        guard let (part, place) = number(in: parts) else {
            return (flat + spelled(parts.first ?? [])).joined(separator: " ")
        }
        var number = parts[part][place]
        var street = Array(parts[part][(place + 1)...])
        if street.count > 1, isLetter(street[0]) { number += street.removeFirst() }
        if street.isEmpty { street = parts.dropFirst(part + 1).first ?? [] }
        return (flat + [number] + withoutTown(spelled(street))).joined(separator: " ")
    }

    /// Returns the flat and the number of a house in the spelling of ``house(_:)``, without the street; all of a house
    /// that has a name instead of a number.
    public static func number(_ house: String) -> Substring {
        let words = house.split(separator: " ", maxSplits: 3)
        let place = words.first == "flat" || words.first == "room" ? 2 : 0
        return place < words.count && isNumber(words[place]) ? house[..<words[place].endIndex] : house[...]
    }

    private static func words(_ segment: Substring) -> [String] {
        let words = segment.filter { $0 != "'" && $0 != "’" && $0 != "." }.split { $0.isWhitespace || $0 == "#" }
        return words.map { kinds[String($0)] ?? String($0) }.filter { $0 != "-" && $0 != "no" && $0 != "number" }
    }

    /// Removes `flat 2` or `ground floor flat`, wherever it is, and returns it; `2/1 sample street` has it before the
    /// number.
    private static func takeFlat(from parts: inout [[String]]) -> [String] {
        for part in parts.indices {
            guard let (range, flat) = flat(in: parts[part]) else { continue }
            parts[part].removeSubrange(range)
            parts.removeAll { $0.isEmpty }
            return flat
        }
        guard let first = parts.first?.first, let bar = first.firstIndex(of: "/"), isNumber(first[...]) else {
            return []
        }
        if parts[0].count == 1, parts.count > 1, isNumber(parts[1][0][...]) {
            parts.removeFirst()
            return ["flat", first]
        }
        parts[0][0] = String(first[first.index(after: bar)...])
        return ["flat", String(first[..<bar])]
    }

    private static func flat(in words: [String]) -> (Range<Int>, [String])? {
        for (place, word) in words.enumerated() {
            let next = place + 1 < words.count ? words[place + 1] : ""
            if flats.contains(word), isFlat(next) {
                return (place..<place + 2, [word == "room" ? word : "flat", next])
            }
            guard word == "basement" || floors.contains(word) && (next == "floor" || next == "flat") else { continue }
            let end = words.dropFirst(place + 1).prefix { $0 == "floor" || $0 == "flat" }.endIndex
            return (place..<end, ["flat", word])
        }
        return words == ["flat"] ? (0..<1, ["flat", "flat"]) : nil
    }

    private static func isFlat(_ word: String) -> Bool {
        isLetter(word) || word.count <= 4 && word.contains(where: \.isNumber)
    }

    private static func isLetter(_ word: String) -> Bool { word.count == 1 && word >= "a" && word <= "z" }
    private static func isNumber(_ word: Substring) -> Bool { word.first.map { $0.isNumber } ?? false }

    /// Returns the place of the number: the first word of a part, or one before a street. The number of `Club 99` is a
    /// part of its name.
    private static func number(in parts: [[String]]) -> (part: Int, place: Int)? {
        for (part, words) in parts.enumerated() {
            guard let place = words.firstIndex(where: { isNumber($0[...]) }) else { continue }
            if place == 0 || spelled(Array(words[(place + 1)...])).contains(where: streets.contains) {
                return (part, place)
            }
        }
        return nil
    }

    /// Spells `St` out: a saint before a name, otherwise a street.
    private static func spelled(_ words: [String]) -> [String] {
        words.enumerated().map { place, word in word != "st" ? word : place == 0 ? "saint" : "street" }
    }

    /// Returns the words up to one such as street.
    private static func withoutTown(_ words: [String]) -> [String] {
        words.indices.dropFirst().first { streets.contains(words[$0]) }.map { Array(words[...$0]) } ?? words
    }

    private static let flats: Set<String> = ["flat", "apartment", "unit", "studio", "maisonette", "room", "bedsit"]
    private static let floors: Set<String> = [
        "ground", "first", "second", "third", "fourth", "top", "upper", "lower", "garden", "rear", "front", "attic",
    ]

    /// The short forms of words in addresses. `St` is read by its place.
    private static let kinds: [String: String] = [
        "rd": "road", "str": "street", "ave": "avenue", "av": "avenue", "cl": "close", "clo": "close", "dr": "drive",
        "drv": "drive", "ln": "lane", "la": "lane", "ct": "court", "crt": "court", "cres": "crescent",
        "crs": "crescent",
        "cresc": "crescent", "gdn": "gardens", "gdns": "gardens", "gr": "grove", "grv": "grove",
        "gro": "grove", "pl": "place", "sq": "square", "ter": "terrace", "terr": "terrace", "tce": "terrace",
        "pk": "park", "wy": "way", "wlk": "walk", "hse": "house", "bldg": "building", "bldgs": "buildings",
        "blvd": "boulevard", "mt": "mount", "est": "estate", "cott": "cottage", "cotts": "cottages", "apt": "apartment",
        "fl": "flat", "rm": "room", "hts": "heights", "pde": "parade", "bk": "bank", "vw": "view", "grn": "green",
        "mws": "mews", "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth",
    ]

    private static let streets: Set<String> = [
        "street", "road", "avenue", "close", "drive", "lane", "court", "crescent", "gardens", "grove", "place",
        "square", "terrace", "way", "walk", "house", "boulevard", "mount", "heights", "parade", "mews", "rise", "row",
        "hill", "green", "view", "drove", "buildings",
    ]
}
