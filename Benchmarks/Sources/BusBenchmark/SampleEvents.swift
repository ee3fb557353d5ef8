import SafeguardingModel
import Simulation

/// Synthetic events of about 1 KiB, as one sector's adapter would send them, made by overwriting a few digits of a
/// template, so that the sender costs little beside what it measures.
struct SampleEvents {
    enum Sector: String, CaseIterable {
        case police, socialCare = "social-care", health, education, residential

        var agency: String {
            switch self {
            case .police: "merseyside-police"
            case .socialCare: "knowsley-social-care"
            case .health: "whiston-health"
            case .education: "sample-academy"
            case .residential: "sample-house"
            }
        }
    }

    let sector: Sector
    let children: Int
    /// Over how many days the events are spread, and when the last of them happens (seconds since 1970). Older ones would
    /// be forgotten at once, and cost nothing.
    let days: Int
    let until: Int
    let total: Int
    private let templates: [Template]
    /// As different as a town's: what linking costs depends on how many are nearly of one name.
    private let people: [Person]

    /// Of one child what is written into a template, as bytes.
    private struct Person {
        let given: [UInt8]
        let family: [UInt8]
        let born: [UInt8]
        let nhsNumber: [UInt8]

        init(_ number: Int, nhsNumber: String) {
            let person = StreamNames.person(number)
            given = SampleEvents.padded(person.givenName, to: 10)
            family = SampleEvents.padded(person.familyName, to: 16)
            born = SampleEvents.padded(person.born.map { "\($0)" }, to: 10)
            self.nhsNumber = Array(nhsNumber.utf8)
        }
    }

    init(sector: Sector, children: Int, days: Int, until: Int, total: Int) {
        self.sector = sector
        self.children = children
        self.days = days
        self.until = until
        self.total = total
        people = SampleEvents.nhsNumbers(children).enumerated().map { Person($0, nhsNumber: $1) }
        templates = SampleEvents.kinds(sector).map {
            Template(SampleEvents.text(sector: sector, kind: $0.0, data: $0.1))
        }
    }

    /// Event number `index` (from 0). The same number always gives the same event.
    ///
    /// Those that introduce tell of one child after the other, so that every child is known to the sector afterwards.
    func bytes(_ index: Int, run: Int, introduces: Bool = false) -> [UInt8] {
        let told: Told = introduces ? (templates.count - 1, index, 0) : telling(index)
        let child = introduces ? index % children : Int(SampleEvents.mix(told.chance) % UInt64(children))
        let share = Double(index) / Double(max(1, total))
        let second = until - Int((1 - share) * Double(days) * 86_400)
        var template = templates[told.template]
        template.set(.id, run * 100_000_000 + index)
        template.set(.child, child)
        template.set(.episode, told.episode)
        template.set(.nhsNumber, people[child].nhsNumber)
        template.set(.given, people[child].given)
        template.set(.family, people[child].family)
        template.set(.born, people[child].born)
        template.set(.time, SampleEvents.time(second))
        template.set(.recorded, SampleEvents.time(second + 1_500))
        return template.bytes
    }

    /// Spaces at the end of a name do not count.
    private static func padded(_ text: String?, to length: Int) -> [UInt8] {
        let text = Array((text ?? "").utf8.prefix(length))
        return text + Array(repeating: UInt8(ascii: " "), count: length - text.count)
    }

    /// The content of event number `index`: four in a hundred are no routine, and of the police's half are a missing episode, for
    /// which social care's interview comes some time after the child was found.
    private func telling(_ index: Int) -> Told {
        let own = UInt64(index) &* 5 &+ UInt64(SampleEvents.number(of: sector))
        let place = index % 100
        switch sector {
        case .police where place < 2: return episode(place, from: index - place - place * 100)
        case .socialCare where place == 2: return episode(0, from: index - place - 400)
        case .police where place < 4: return (2, index, own)
        case .police: return (3, index, own)
        case .socialCare where place < 6: return (1, index, own)
        case .socialCare: return (2 + place % 2, index, own)
        default: return (place < 4 ? 0 : 1 + place % (templates.count - 1), index, own)
        }
    }

    /// The episode that the police reported with their event of this number, of the same child for whoever tells of it.
    private func episode(_ template: Int, from index: Int) -> Told {
        (template, max(0, index), UInt64(max(0, index)) &* 5)
    }

    /// By which part of its interval a sender is behind the first.
    var phase: Double { Double(SampleEvents.number(of: sector)) / Double(Sector.allCases.count) }

    private typealias Told = (template: Int, episode: Int, chance: UInt64)

    private static func number(of sector: Sector) -> Int { Sector.allCases.firstIndex(of: sector) ?? 0 }

    /// The events of a sector, by type and data: first those that are no routine.
    private static func kinds(_ sector: Sector) -> [(String, String)] {
        switch sector {
        case .police:
            [
                (
                    "missing.reported",
                    #""episode":"M-EEEEEEEEE","category":"missing","missingFrom":"home","grade":"low""#
                ),
                (
                    "missing.found",
                    #""episode":"M-EEEEEEEEE","foundPlace":{"kind":"premises","name":"Arches","postcode":"L1 1AA"}"#
                ),
                (
                    "intelligence.recorded",
                    #""handling":{"audience":["cse-team"]},"vehicles":[{"registration":"EEEEEEEEE"}]"#
                ),
                ("arrest.made", #""as":"witness""#),
            ]
        case .socialCare:
            [
                ("return-interview.completed", #""episodes":["M-EEEEEEEEE"],"provider":"Sample Provider""#),
                ("concern.observed", #""indicators":["unexplained-money"],"observedBy":"professional""#),
                ("status.started", #""status":"child-in-need","category":"N1""#),
                ("status.ended", #""status":"child-in-need""#),
            ]
        case .health: [("health.attended", #""setting":"emergency""#), ("health.attended", #""setting":"gp""#)]
        case .education:
            [
                ("concern.observed", #""indicators":["older-friend"],"observedBy":"professional""#),
                ("attendance.marked", #""code":"/","session":"am""#),
                ("attendance.marked", #""code":"L","session":"am""#),
                ("attendance.marked", #""code":"/","session":"pm""#),
                ("attendance.marked", #""code":"O","session":"pm""#),
            ]
        case .residential:
            [
                ("concern.observed", #""indicators":["phone-at-night"],"observedBy":"carer","handles":["hEEEEEEEEE"]"#),
                ("home.notified", #""regulation":"41""#),
            ]
        }
    }

    private static func text(sector: Sector, kind: String, data: String) -> String {
        let filler = String(repeating: "synthetic example text, ", count: 30)
        let head = """
            {"specversion":"1.0","id":"IIIIIIIIIIII","source":"/\(sector.agency)/sample","type":"referralbus.v1.\(kind)",\
            "time":"TTTTTTTTTTTTTTTTTTTT","recordedtime":"RRRRRRRRRRRRRRRRRRRR","subject":"S-CCCCCCC",\
            "datacontenttype":"application/json","data":{"child":{"givenName":"GGGGGGGGGG","familyName":"FFFFFFFFFFFFFFFF",\
            "born":"BBBBBBBBBB","sex":"F","postcode":"L36 9YU","nhsNumber":"NNNNNNNNNN"},\(data),"summary":"
            """
        let room = max(0, 1_024 - head.utf8.count - 3)
        return head + filler.prefix(room) + "\"}}"
    }

    /// The first valid NHS numbers of the test range 999 000 0000 to 999 999 9999.
    private static func nhsNumbers(_ count: Int) -> [String] {
        (0..<1_000_000).lazy.compactMap(nhsNumber).prefix(count).map { $0 }
    }

    /// The number with these six digits after 999 and its check digit; nil where none exists.
    private static func nhsNumber(_ middle: Int) -> String? {
        let digits = "999" + String(String(1_000_000 + middle).dropFirst())
        let sum = digits.utf8.enumerated().reduce(0) { $0 + (10 - $1.offset) * Int($1.element - 48) }
        let check = (11 - sum % 11) % 11
        return check == 10 ? nil : digits + String(check)
    }

    /// `2016-01-04T10:00:00Z`.
    static func time(_ second: Int) -> [UInt8] {
        // Days since 1970 to a date (Howard Hinnant's algorithm).
        let shifted = second / 86_400 + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        let clock = second % 86_400
        var bytes = blankTime
        let parts = [
            (0, year / 100), (2, year % 100), (5, month < 10 ? month + 3 : month - 9), (8, day),
            (11, clock / 3_600), (14, clock / 60 % 60), (17, clock % 60),
        ]
        for (place, number) in parts {
            bytes[place] = UInt8(48 + number / 10)
            bytes[place + 1] = UInt8(48 + number % 10)
        }
        return bytes
    }

    private static let blankTime = Array("0000-00-00T00:00:00Z".utf8)

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Bytes in which runs of one letter are to be written over.
struct Template {
    enum Mark: Int, CaseIterable {
        case id, child, episode, nhsNumber, time, recorded, given, family, born

        var pattern: String {
            switch self {
            case .id: "IIIIIIIIIIII"
            case .child: "CCCCCCC"
            case .episode: "EEEEEEEEE"
            case .nhsNumber: "NNNNNNNNNN"
            case .time: "TTTTTTTTTTTTTTTTTTTT"
            case .recorded: "RRRRRRRRRRRRRRRRRRRR"
            case .given: "GGGGGGGGGG"
            case .family: "FFFFFFFFFFFFFFFF"
            case .born: "BBBBBBBBBB"
            }
        }
    }

    private(set) var bytes: [UInt8]
    /// By the number of the mark.
    private let places: [(starts: [Int], length: Int)]

    init(_ text: String) {
        let bytes = Array(text.utf8)
        self.bytes = bytes
        places = Mark.allCases.map { mark in
            let pattern = Array(mark.pattern.utf8)
            return (Template.find(pattern, in: bytes), pattern.count)
        }
    }

    private static func find(_ mark: [UInt8], in bytes: [UInt8]) -> [Int] {
        guard bytes.count >= mark.count else { return [] }
        return (0...(bytes.count - mark.count)).filter { start in
            mark.indices.allSatisfy { bytes[start + $0] == mark[$0] }
        }
    }

    mutating func set(_ mark: Mark, _ number: Int) {
        let (starts, length) = places[mark.rawValue]
        for start in starts {
            var rest = number
            for offset in stride(from: length - 1, through: 0, by: -1) {
                bytes[start + offset] = UInt8(48 + rest % 10)
                rest /= 10
            }
        }
    }

    mutating func set(_ mark: Mark, _ text: [UInt8]) {
        for start in places[mark.rawValue].starts {
            for (offset, byte) in text.enumerated() { bytes[start + offset] = byte }
        }
    }
}
