import SafeguardingModel

/// The members of one of the format's objects.
///
/// The raw value is the slot of the member's name.
protocol ObjectMember: RawRepresentable<Int>, CaseIterable, Sendable {
    var schema: FieldSchema { get }
}

extension ObjectMember {
    /// The spelling on the wire, which is the name of the case.
    var spelling: String { "\(self)" }
    var meaning: String { schema.meaning }
    static var spellings: [String] { allCases.map(\.spelling) }
}

/// The members of the event itself.
enum EnvelopeMember: Int, ObjectMember {
    case specversion, id, source, type, time, recordedtime, subject, datacontenttype, data

    var schema: FieldSchema {
        switch self {
        case .specversion: FieldSchema(spelling, .words(["1.0"]), required: true, "the version of CloudEvents")
        case .id: FieldSchema(spelling, .reference, required: true, "with `source` the event's name for ever")
        case .source: FieldSchema(spelling, .reference, required: true, "`/`, your agency's name, then what you like")
        case .type:
            FieldSchema(spelling, .words(EventKind.allCases.map(\.type)), required: true, "the kind of the event")
        case .time: FieldSchema(spelling, .moment, required: true, "when it happened")
        case .recordedtime: FieldSchema(spelling, .moment, "when the agency wrote it down; without it, `time`")
        case .subject: FieldSchema(spelling, .reference, "the agency's own reference for the child")
        case .datacontenttype: FieldSchema(spelling, .usualWords(["application/json"]), "the media type of `data`")
        case .data: FieldSchema(spelling, .data, required: true, "what is told")
        }
    }
}

/// The members of `data.child`.
enum ChildMember: Int, ObjectMember {
    case givenName, familyName, born, sex, postcode, address, town, nhsNumber, upn, pncId, localAuthorityId, aliases

    var schema: FieldSchema {
        switch self {
        case .givenName: FieldSchema(spelling, .reference, "the given name")
        case .familyName: FieldSchema(spelling, .reference, "the family name")
        case .born: FieldSchema(spelling, .day, "the birth date as `YYYY-MM-DD`")
        case .sex: FieldSchema(spelling, .words(["F", "M", "X"]), "the sex as the agency records it")
        case .postcode: FieldSchema(spelling, .postcode, "the postcode of the address")
        case .address: FieldSchema(spelling, .reference, "the address")
        case .town: FieldSchema(spelling, .reference, "the town")
        case .nhsNumber: FieldSchema(spelling, .reference, "the NHS number")
        case .upn: FieldSchema(spelling, .reference, "the unique pupil number")
        case .pncId: FieldSchema(spelling, .reference, "the PNC id, `YYYY/NNNNNNNC`")
        case .localAuthorityId: FieldSchema(spelling, .reference, "the local authority's number for the child")
        case .aliases: FieldSchema(spelling, .reference, repeats: true, "other names")
        }
    }
}

/// The members of a person in `people` and `foundWith`.
enum PersonMember: Int, ObjectMember {
    case name, born, role, reference, handles, phones, vehicles, aliases, age, postcode, address

    var schema: FieldSchema {
        switch self {
        case .name: FieldSchema(spelling, .reference, "the name, or what is known instead")
        case .born: FieldSchema(spelling, .day, "the birth date as `YYYY-MM-DD`")
        case .role:
            FieldSchema(
                spelling,
                .usualWords(["person-of-concern", "mother", "carer", "social-worker", "friend"]),
                "what the person is to the child"
            )
        case .reference: FieldSchema(spelling, .reference, "your agency's own reference for the person")
        case .handles: FieldSchema(spelling, .handle, repeats: true, "the person's online names")
        case .phones: FieldSchema(spelling, .phone, repeats: true, "the person's telephone numbers")
        case .vehicles: FieldSchema(spelling, .vehicle, repeats: true, "the person's vehicles")
        case .aliases: FieldSchema(spelling, .reference, repeats: true, "other names by which people know the person")
        case .age: FieldSchema(spelling, .age, "the age in whole years, as somebody guessed it")
        case .postcode: FieldSchema(spelling, .postcode, "the postcode of the person's home")
        case .address: FieldSchema(spelling, .reference, "the person's house, by its number or name and street")
        }
    }
}

/// The members of a place in `places` and `foundPlace`.
enum PlaceMember: Int, ObjectMember {
    case kind, name, postcode, uprn, address

    var schema: FieldSchema {
        switch self {
        case .kind:
            FieldSchema(
                spelling,
                .usualWords(["premises", "home", "school", "clinic", "park", "street"]),
                "the sort of place; without it `premises`"
            )
        case .name: FieldSchema(spelling, .reference, "the building's name or number")
        case .postcode: FieldSchema(spelling, .postcode, "the postcode")
        case .uprn: FieldSchema(spelling, .reference, "the unique property reference number, up to 12 digits")
        case .address: FieldSchema(spelling, .reference, "the address, used where there is no name")
        }
    }
}

/// The members of `handling`.
enum HandlingMember: Int, ObjectMember {
    case audience, sanitised

    var schema: FieldSchema {
        switch self {
        case .audience: FieldSchema(spelling, .reference, repeats: true, "the roles or teams that may read it")
        case .sanitised: FieldSchema(spelling, .text, "what all others may read instead")
        }
    }
}

/// The member that holds a vehicle, a phone or an online name where the mark is written as an object.
enum MarkMember: Int, ObjectMember {
    case registration, number, handle

    var schema: FieldSchema {
        switch self {
        case .registration: FieldSchema(spelling, .vehicle, "the registration")
        case .number: FieldSchema(spelling, .phone, "the telephone number")
        case .handle: FieldSchema(spelling, .handle, "the online name")
        }
    }
}
