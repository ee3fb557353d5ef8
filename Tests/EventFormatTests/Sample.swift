import EventFormat
import SafeguardingModel
import Testing

/// Synthetic events to begin from.
enum Sample {
    /// The example of the product's contract, letter by letter.
    static let example = """
        {
          "specversion": "1.0", "id": "2015-000917", "source": "/merseyside-police/compact",
          "type": "referralbus.v1.missing.reported", "time": "2015-09-12T20:40:00+01:00",
          "recordedtime": "2015-09-12T21:05:00+01:00",
          "subject": "MP-77120", "datacontenttype": "application/json",
          "data": {
            "child": {"givenName": "Ada", "familyName": "Example", "born": "2001-06-15", "sex": "F", "postcode": "L36 9YU",
                      "address": "1 Sample Street", "town": "Huyton", "nhsNumber": "9990000018", "upn": "", "pncId": "",
                      "localAuthorityId": "", "aliases": ["Addy"]},
            "episode": "M-1", "missingFrom": "care", "category": "missing", "lastSeen": "2015-09-12T17:30:00+01:00",
            "grade": "low",
            "people": [{"name": "unknown adult male", "handles": ["h77"], "role": "person-of-concern"}],
            "places": [{"kind": "premises", "name": "Arches", "postcode": "L1 1AA"}],
            "vehicles": [{"registration": "AB12CDE"}]
          }
        }
        """

    /// An event of a kind with everything that the table requires and nothing else.
    static func minimal(_ kind: EventKind) -> JSONValue {
        let schema = EventSchema.schema(of: kind)
        var data = JSONObject()
        for field in schema.allFields where field.isRequired { data[field.name] = value(for: field) }
        if schema.needsChild { data["child"] = ["givenName": "Ada"] }
        return EventWriter.document(
            source: "/sample-academy",
            id: "1",
            kind: kind,
            time: Occurrence(Instant(seconds: 1_442_086_800)),
            subject: schema.needsChild ? "SA-1" : "",
            data: data
        )
    }

    /// The minimal report of a missing child, with some members of its data set or, with nil, removed.
    static func missing(_ changes: [String: JSONValue?] = [:]) -> JSONValue {
        changed(minimal(.missingReported), in: "data", changes)
    }

    /// The minimal report of a missing child, with some members of its envelope set or removed.
    static func envelope(_ changes: [String: JSONValue?]) -> JSONValue {
        changed(minimal(.missingReported), in: nil, changes)
    }

    static func changed(_ event: JSONValue, in member: String?, _ changes: [String: JSONValue?]) -> JSONValue {
        guard var object = event.object else { return event }
        if let member {
            object[member] = changed(object[member] ?? .object([:]), in: nil, changes)
        } else {
            for (name, value) in changes { object[name] = value }
        }
        return .object(object)
    }

    private static func value(for field: FieldSchema) -> JSONValue {
        let one: JSONValue =
            switch field.form {
            case .words(let words), .usualWords(let words): .string(words[0])
            case .person: ["name": "John Sample", "born": "1980-01-31"]
            case .handling: ["audience": ["cse-team"]]
            case .moment: "2015-09-12T20:40:00+01:00"
            case .age: 19
            default: "E-1"
            }
        return field.repeats ? [one] : one
    }
}

/// A member, what is put there, and what is said of it.
struct Spoilt: Sendable, CustomTestStringConvertible {
    let member: String
    let value: JSONValue?
    let code: EventError.Code
    let path: String

    init(_ member: String, _ value: JSONValue?, _ code: EventError.Code, _ path: String = "") {
        self.member = member
        self.value = value
        self.code = code
        self.path = path
    }

    var testDescription: String { "\(member): \(value?.text ?? "absent")" }
}

/// Reads one event with a reader of its own.
func read(_ event: JSONValue, limits: EventLimits = EventLimits()) throws(EventError) -> Event {
    try read(event.bytes, limits: limits)
}

func read(_ bytes: [UInt8], limits: EventLimits = EventLimits()) throws(EventError) -> Event {
    var reader = EventReader(limits: limits)
    return try reader.read(bytes)
}

/// Why an event is refused; nil where it is not.
func fault(_ event: JSONValue, limits: EventLimits = EventLimits()) -> EventError? {
    fault(event.bytes, limits: limits)
}

func fault(_ bytes: [UInt8], limits: EventLimits = EventLimits()) -> EventError? {
    do throws(EventError) {
        _ = try read(bytes, limits: limits)
        return nil
    } catch {
        return error
    }
}

/// The oddities of an event that is read.
func warnings(_ event: JSONValue) throws(EventError) -> [EventError] {
    var reader = EventReader()
    _ = try reader.read(event.bytes)
    return reader.warnings
}
