import SafeguardingModel
import Testing

@Suite("What somebody is to the child")
struct RelationTests {
    @Test(
        "A name is a relative's by a near relative's word alone, and by any with the child's own family name",
        arguments: [
            ("mother", true), ("Mum", true), ("her nan", true), ("Nan Example", true), ("Aunt Example", true),
            ("Uncle Bob Example", true), ("Aunt", false), ("uncle", false), ("Uncle Bob", false), ("Mum Sample", false),
            ("mother's boyfriend", false), ("Mum\u{2019}s friend", false), ("friend of mother", false),
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
            ("police-station", true), ("park", true), ("premises", false), ("home", false), ("takeaway", false),
            ("hotel", false), ("street", false), ("", false),
        ]
    )
    func publicPlaces(kind: String, isPublic: Bool) {
        #expect(PublicPlace.isKind(kind) == isPublic)
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
