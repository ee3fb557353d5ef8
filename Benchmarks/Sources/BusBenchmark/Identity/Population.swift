import SafeguardingModel

/// Children made up by a seed, and what five agencies wrote down of them, with the errors that agencies make.
///
/// Rates, by child or record: NHS number known 85%, UPN 92%, birth date mistyped 1.5%, name written another way 8%, a second
/// record at one agency 3%, one of twins 2%, with a brother or sister of another age at the address 15%, each agency knows
/// 30 to 60% of the children. Numbers are of the ranges that are kept for tests; family names are made of syllables.
struct Population {
    struct Entry {
        let key: RecordKey
        let person: PersonRecord
        /// The number of the child.
        let child: Int32
    }

    struct Child {
        var given = ""
        var family = ""
        var born = CivilDay(number: 0)
        var sex = "F"
        var postcode = ""
        var address = ""
        var nhsNumber = ""
        var upn = ""
        var localId = ""
    }

    private static let agencies: [(name: String, share: Double)] = [
        ("example-health", 0.60), ("example-school", 0.55), ("example-council", 0.45), ("example-police", 0.35),
        ("example-home", 0.30),
    ]

    private var chance: Chance
    private let names: Names
    private var numbers: Numbers
    private(set) var entries: [Entry] = []
    private(set) var children = 0
    /// How many of them are one of twins, and how many have a brother or sister of another age.
    private(set) var (twins, siblings) = (0, 0)

    init(children wanted: Int, seed: UInt64, givenNames: [[String]]) {
        chance = Chance(seed: seed)
        names = Names(givenNames, &chance)
        numbers = Numbers()
        while children < wanted { addFamily() }
        entries = chance.shuffled(entries)
    }

    private mutating func addFamily() {
        let dice = chance.share()
        var first = child()
        write(first)
        // So many families that 2% of all children are one of two twins, and 15% one of two siblings.
        if dice < 0.0109 {
            twins += 2
            let twin = names.other(than: first.given, &chance)
            first = sibling(of: first, given: twin, born: first.born)
            write(first)
        } else if dice < 0.0929 {
            siblings += 2
            let years = chance.below(5) + 1
            let born = first.born.advanced(by: years * 365 + chance.below(300))
            write(sibling(of: first, given: names.other(than: first.given, &chance), born: born))
        }
    }

    private mutating func child() -> Child {
        var child = Child()
        child.given = names.given(&chance)
        child.family = names.family(&chance)
        child.born = CivilDay(number: 10_957 + chance.below(16 * 365))
        child.sex = chance.share() < 0.5 ? "F" : "M"
        (child.postcode, child.address) = home()
        giveNumbers(&child)
        return child
    }

    private mutating func sibling(of first: Child, given: String, born: CivilDay) -> Child {
        var child = first
        child.given = given
        child.born = born
        child.sex = chance.share() < 0.5 ? "F" : "M"
        giveNumbers(&child)
        return child
    }

    private mutating func giveNumbers(_ child: inout Child) {
        child.nhsNumber = numbers.nhs()
        child.upn = numbers.upn()
        child.localId = "EX\(100_000 + children)"
    }

    private mutating func home() -> (String, String) {
        let letters = Array("ABDEFGHJLNPQRSTUWXYZ")
        let code = "L\(chance.below(40) + 1) \(chance.below(9) + 1)\(chance.pick(letters))\(chance.pick(letters))"
        return (code, "\(chance.below(120) + 1) \(names.street(&chance))")
    }
}

extension Population {
    private mutating func write(_ child: Child) {
        let number = Int32(children)
        children += 1
        for (agency, share) in Population.agencies where chance.share() < share {
            for copy in 0..<(chance.share() < 0.03 ? 2 : 1) {
                // Told apart by the file of all records, too, where the agency does not stand beside it.
                let key = RecordKey(
                    agency: AgencyName(rawValue: agency),
                    subject: "\(agency.dropFirst(8).prefix(2))\(number)-\(copy)"
                )
                entries.append(Entry(key: key, person: written(child, by: agency), child: number))
            }
        }
    }

    private mutating func written(_ child: Child, by agency: String) -> PersonRecord {
        var person = PersonRecord()
        person.givenName = child.given
        person.familyName = child.family
        if chance.share() < 0.08 { vary(&person) }
        person.born = chance.share() < 0.015 ? mistyped(child.born) : child.born
        if agency == "example-police", chance.share() < 0.04 { person.born = nil }
        person.sex = chance.share() < 0.02 ? "" : child.sex
        (person.postcode, person.address) = chance.share() < 0.15 ? home() : (child.postcode, child.address)
        if chance.share() < 0.10 { (person.postcode, person.address) = ("", "") }
        let knowsHealth = agency == "example-health" || agency == "example-council"
        if knowsHealth, chance.share() < 0.85 {
            person.nhsNumber = chance.share() < 0.01 ? slipped(child.nhsNumber) : child.nhsNumber
        }
        let knowsSchool = agency == "example-school" || agency == "example-council"
        if knowsSchool, chance.share() < 0.92 { person.upn = child.upn }
        if agency == "example-council" || agency == "example-home" && chance.share() < 0.5 {
            person.localAuthorityId = child.localId
        }
        return person
    }

    /// Another form, a slip of the finger, exchanged, hyphenated, or an alias beside it.
    private mutating func vary(_ person: inout PersonRecord) {
        switch chance.below(10) {
        case 0..<4: person.givenName = names.form(of: person.givenName, &chance)
        case 4..<6: person.givenName = slipped(person.givenName)
        case 6..<8: person.familyName = slipped(person.familyName)
        case 8:
            if chance.share() < 0.5 {
                (person.givenName, person.familyName) = (person.familyName, person.givenName)
            } else {
                person.familyName += "-" + names.family(&chance)
            }
        default:
            person.aliases = [person.givenName]
            person.givenName = names.other(than: person.givenName, &chance)
        }
    }

    private mutating func mistyped(_ day: CivilDay) -> CivilDay {
        let (year, month, date) = day.parts
        switch chance.below(4) {
        case 0: return CivilDay(year: year, month: date, day: month) ?? day.advanced(by: 1)
        case 1: return CivilDay(year: year, month: 1, day: 1) ?? day
        case 2: return CivilDay(year: year + 1, month: month, day: date) ?? day.advanced(by: 10)
        default:
            return CivilDay(year: year, month: month, day: date % 10 + 10 * chance.below(3)) ?? day.advanced(by: 10)
        }
    }

    private mutating func slipped(_ text: String) -> String {
        var letters = Array(text)
        guard letters.count > 2 else { return text + "e" }
        let place = chance.below(letters.count - 1)
        let isNumber = letters[place].isNumber
        switch chance.below(isNumber ? 2 : 4) {
        case 0: letters.swapAt(place, place + 1)
        case 1: letters[place] = isNumber ? chance.pick(Array("0123456789")) : chance.pick(Array("aeioustrnl"))
        case 2: letters.remove(at: place + 1)
        default: letters.insert(letters[place], at: place)
        }
        return String(letters)
    }
}
