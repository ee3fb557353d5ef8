import SafeguardingModel
import Testing

@Suite("One spelling of a house within its postcode")
struct PremisesTests {
    @Test(
        "However it is written, it is one house",
        arguments: [
            (
                "1 sample street",
                [
                    "1 Sample Street", "1, Sample Street", "1 Sample St", "1 Sample St.", "1 SAMPLE STREET, Huyton",
                    "1 Sample Street Huyton", "No. 1 Sample Street", "1  Sample  Str",
                    "1, Sample St., Huyton, Knowsley",
                ]
            ),
            (
                "flat 2 1 sample street",
                [
                    "Flat 2, 1 Sample Street", "Flat 2 1 Sample Street", "1 Sample Street, Flat 2",
                    "Apt 2, 1 Sample St",
                    "Apartment 2, 1 Sample Street", "2/1 Sample Street", "Flat 2, 1, Sample St.", "1 Sample St Flat 2",
                ]
            ),
            ("1a sample road", ["1A Sample Road", "1a, Sample Rd", "1 A Sample Rd."]),
            ("7 saint marys avenue", ["7 St Mary's Ave", "7 St. Marys Avenue", "7, St Mary\u{2019}s Av"]),
            ("3 sample close", ["3 Sample Cl", "3, Sample Close"]),
            ("3 sample drive", ["3 Sample Dr", "3 Sample Drive"]),
            ("3 sample lane", ["3 Sample Ln", "3 Sample La."]), ("3 sample court", ["3 Sample Ct", "3 Sample Court"]),
            ("3 sample gardens", ["3 Sample Gdns", "3 Sample Gardens"]),
            ("3 sample crescent", ["3 Sample Cres", "3 Sample Crescent"]),
            ("flat ground 1 sample street", ["Ground Floor Flat, 1 Sample Street", "ground floor flat 1 Sample St"]),
            ("flat basement 1 sample street", ["Basement, 1 Sample Street", "Basement flat, 1 Sample St"]),
            ("rose cottage", ["Rose Cottage", "Rose Cott.", "rose cottage, Sample Lane"]), ("club 99", ["Club 99"]),
            ("the arches", ["The  Arches"]), ("1", ["1", " 1 ", "no 1"]), ("1-3 sample street", ["1-3 Sample St"]),
            ("flat 2 sample court", ["Flat 2, Sample Court", "Flat 2 Sample Ct"]), ("", ["", " , "]),
        ]
    )
    func one(house: String, spellings: [String]) {
        for spelling in spellings { #expect(Premises.house(spelling) == house, "\(spelling)") }
    }

    @Test(
        "Flats of one house, its neighbours and other streets are other premises",
        arguments: [
            ("1 Sample Street", "Flat 2, 1 Sample Street"), ("Flat 2, 1 Sample Street", "Flat 3, 1 Sample Street"),
            ("1 Sample Street", "11 Sample Street"), ("1 Sample Street", "1a Sample Street"),
            ("1 Sample Street", "1 Sample Road"), ("Flat 1, 2 Sample Street", "Flat 2, 1 Sample Street"),
            ("1 Sample Street", "Ground Floor Flat, 1 Sample Street"), ("Rose Cottage", "Ivy Cottage"),
            ("1 Upper Sample Street", "1 Sample Street"), ("Green Lane Takeaway", "Green Lane Hotel"),
        ]
    )
    func others(one: String, other: String) {
        #expect(Premises.house(one) != Premises.house(other))
    }

    @Test(
        "The flat and the number stand for a house whose street is not given",
        arguments: [
            ("1 sample street", "1"), ("flat 2 1 sample street", "flat 2 1"),
            ("flat ground 1 sample street", "flat ground 1"),
            ("rose cottage", "rose cottage"), ("flat 2 sample court", "flat 2 sample court"), ("1", "1"), ("", ""),
        ]
    )
    func numbers(house: String, number: String) {
        #expect(Premises.number(house) == number)
    }
}
