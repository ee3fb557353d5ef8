import SafeguardingModel
import Testing

@Suite("What somebody is to the child")
struct RelationTests {
    @Test(
        "A name is a relative's by a near relative's word alone, and by any with the child's own family name",
        arguments: [
            ("mother", true), ("Mum", true), ("her nan", true), ("Nan Example", true), ("Aunt Example", true),
            ("Uncle Bob Example", true), ("Aunt", false), ("uncle", false), ("Uncle Bob", false), ("Mum Sample", false),
            ("Mrs Example", true), ("Mr J Example", true),
            ("Mrs Sample", false), ("Miss Ada", false), ("mother's boyfriend", false), ("Mum\u{2019}s friend", false),
            ("friend of mother", false),
            ("unknown male", false), ("Bob Example", false), ("", false),
        ]
    )
    func kin(name: String, isKin: Bool) {
        #expect(Relation.isKin(name, familyNames: ["example"]) == isKin)
    }

    @Test(
        "Kinds of places where anybody may be, however they are spelled",
        arguments: [
            ("school", true), ("Youth Club", true), ("youth_club", true), ("GP surgery", true), ("clinic", true),
            ("police-station", true), ("park", true), ("supermarket", true), ("Shopping Centre", true), ("shop", true),
            ("station", true), ("childrens-home", true), ("Children's home", true), ("hospital", true),
            ("library", true),
            ("A&E", true), ("bus stop", true), ("cinema", true), ("taxi office", false), ("off-licence", false),
            ("arcade", false), ("car park", false), ("flat", false), ("house", false), ("premises", false),
            ("home", false), ("takeaway", false),
            ("hotel", false), ("street", false), ("", false),
        ]
    )
    func publicPlaces(kind: String, isPublic: Bool) {
        #expect(PublicPlace.isKind(kind) == isPublic)
    }

    @Test(
        "A role is read by its meaning, however it is spelled",
        arguments: [
            (
                .ofConcern,
                [
                    "person-of-concern", "risky adult", "Risky Person", "perp", "groomer", "nominal of concern",
                    "suspect",
                    "suspected perpetrator", "teacher / suspect", "friend (person of concern)", "uncle, RSO",
                ]
            ),
            (
                .family,
                [
                    "mother", "step-father", "stepfather", "half sister", "brother-in-law", "Sister in law",
                    "mother in law",
                    "maternal grandmother", "older brother", "her mum", "great-aunt", "foster brother",
                ]
            ),
            (.carer, ["carer", "foster carer", "foster_carer", "special guardian"]),
            (
                .professional,
                [
                    "social worker", "PC", "P.C.", "DC", "sergeant", "Sgt", "CSE worker", "PA", "paediatrician", "GP",
                    "coach", "football coach", "class teacher", "allocated social worker", "family support worker",
                    "school nurse", "personal adviser", "teacher/tutor", "duty social worker", "head of year",
                ]
            ),
            (.friend, ["friend", "peer", "best friend", "school friend", "classmate"]),
            (
                nil,
                [
                    "family friend", "friend of the family", "mother's friend", "older friend", "online friend",
                    "boyfriend",
                    "mum's boyfriend", "neighbour", "taxi driver", "friend/boyfriend", "former teacher", "sex worker",
                    "takeaway worker", "not a person of concern", "xyzzy", "", "taxi driver (school contract)",
                ]
            ),
        ] as [(Relation?, [String])]
    )
    func roles(relation: Relation?, words: [String]) {
        for word in words { #expect(Relation(role: word) == relation, "\(word)") }
    }

    @Test(
        "A role that leaves somebody an adult like any other is known; an unknown one is not",
        arguments: [
            ("family friend", true), ("boyfriend", true), ("taxi driver", true), ("mother", true), ("xyzzy", false),
            ("friend, xyzzy", false), ("", false),
        ]
    )
    func knownRoles(role: String, isKnown: Bool) {
        #expect(Relation.isKnown(role: role) == isKnown)
    }

    @Test(
        "A place without a kind has that which its name tells; what was one once has none",
        arguments: [
            ("Sample Youth Club", "youth-club"), ("Example Clinic", "clinic"), ("Academy", "academy"),
            ("The Old School", nil), ("Former Sample Library", nil), ("Clinic Bar", nil), ("Arches", nil), ("", nil),
        ] as [(String, String?)]
    )
    func buildings(name: String, kind: String?) {
        #expect(PublicPlace.kind(ofBuilding: name) == kind)
    }

    @Test(
        "A name may say that somebody is there for their work, or is a friend",
        arguments: [
            (.professional, "Social worker J Smith"), (.professional, "PC 1234 Smith"), (.professional, "DC Sample"),
            (.professional, "social worker"), (.professional, "J Smith (social worker)"),
            (.professional, "Jane Sample, teacher"), (.professional, "Class teacher Mr Sample"),
            (.friend, "friend Chloe aged 14"), (.friend, "best friend Chloe"), (.friend, "Chloe (friend)"),
            (nil, "Family friend Bob"), (nil, "friend's dad"), (nil, "friend of her mother"),
            (nil, "teacher's boyfriend"),
            (nil, "Di Smith"), (nil, "Pa Sample"), (nil, "Example, Friend"), (nil, "ex teacher Sample"),
            (nil, "older friend Kev"), (nil, "suspect Sample"), (nil, "unknown adult male"), (nil, "Fay Friend"),
            (nil, ""),
        ] as [(Relation?, String)]
    )
    func names(relation: Relation?, name: String) {
        #expect(Relation(name: name) == relation)
    }

    @Test(
        "An age that stands in a name",
        arguments: [
            ("friend Chloe aged 14", [14]), ("Chloe (14)", [14]), ("male, 30-35 years old", [30, 35]),
            ("Kev, 19yrs", [19]),
            ("about 40", [40]), ("PC 1234 Smith", []), ("PC 12 Smith", []), ("Number 10", []), ("Chloe", []), ("", []),
        ]
    )
    func agesInNames(name: String, ages: [Int]) {
        #expect(Relation.ages(inName: name) == ages)
    }

    @Test(
        "A birth date makes a child, then an age; of several birth dates the older counts",
        arguments: [
            ([.born(day("2001-09-09"))], true), ([.born(day("1998-01-04"))], false), ([.born(day("1998-01-05"))], true),
            ([.age(15)], true), ([.age(18)], false), ([.age(30), .born(day("2001-09-09"))], true),
            ([.born(day("2001-09-09")), .born(day("1980-01-01"))], false), ([], nil),
        ] as [([PersonTrait], Bool?)]
    )
    func ages(traits: [PersonTrait], isChild: Bool?) {
        let link = Link(role: .foundWith, keys: [], kind: "person", traits: traits)
        #expect(link.isChild(on: Self.day("2016-01-04")) == isChild)
    }

    private static func day(_ text: String) -> CivilDay { CivilDay(text) ?? CivilDay(number: 0) }
}
