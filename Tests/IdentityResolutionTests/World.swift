import IdentityResolution
import SafeguardingModel

/// A record key written as `agency/subject`.
func key(_ text: String, exercise: Bool = false) -> RecordKey {
    let parts = text.split(separator: "/", maxSplits: 1)
    return RecordKey(agency: AgencyName(rawValue: String(parts[0])), subject: String(parts[1]), exercise: exercise)
}

/// A synthetic person.
func person(
    _ name: String = "",
    born: String = "",
    sex: String = "",
    nhs: String = "",
    upn: String = "",
    pnc: String = "",
    postcode: String = "",
    address: String = ""
) -> PersonRecord {
    var person = PersonRecord()
    let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
    person.givenName = parts.first ?? ""
    person.familyName = parts.count > 1 ? parts[1] : ""
    person.born = CivilDay(born)
    person.sex = sex
    person.nhsNumber = nhs
    person.upn = upn
    person.pncId = pnc
    person.postcode = postcode
    person.address = address
    return person
}

extension IdentitySettings {
    /// The usual settings with the names that a few tests speak of.
    static let withNames = {
        var settings = IdentitySettings()
        settings.names.groups = [
            ["elizabeth", "beth", "liz"], ["alexander", "alex", "sasha"], ["alexandra", "alex", "sasha"],
        ]
        settings.names.known = ["kayla", "kyla", "nell", "nina"]
        return settings
    }()
}

/// Numbers of the ranges kept for tests, with a right check digit.
enum Numbers {
    static let nhs = (0..<40).compactMap { serial -> String? in
        let head = "9990000" + (serial < 10 ? "0" : "") + String(serial)
        return (0...9).map { head + String($0) }.first { (try? NHSNumber(parsing: $0)) != nil }
    }
    static let upn = ["ABCDEFGHJKLMNPQRTUVWXYZ"].flatMap { letters in
        (100...120).compactMap { serial in
            letters.map { "\($0)823999999\(serial)" }.first { (try? UniquePupilNumber(parsing: $0)) != nil }
        }
    }
    static let pnc = (100...120).compactMap { serial in
        "ZABCDEFGHJKLMNPQRTUVWXY".map { "2001/9999\(serial)\($0)" }.first { (try? PNCIdentifier(parsing: $0)) != nil }
    }
}

extension Resolver {
    /// Learns records given as a table.
    mutating func learn(_ records: [(String, PersonRecord)]) {
        for (text, person) in records { _ = learn(key(text), person) }
    }

    func areOne(_ left: String, _ right: String) -> Bool {
        child(of: key(left)) != nil && child(of: key(left)) == child(of: key(right))
    }

    /// Every child with its records, and what waits: all that must not depend on the order.
    var picture: [String] {
        children.map {
            "\($0): \(records(of: $0).map { "\($0)\($0.exercise ? " (drill)" : "")" }.joined(separator: ", "))"
        } + pending.map { "\($0)" }
    }
}
