import SafeguardingModel
import Testing

@Suite("Time")
struct TimeTests {
    @Test(
        "An RFC 3339 time is read with its offset and written in UTC",
        arguments: [
            ("2015-09-12T20:40:00+01:00", "2015-09-12T19:40:00Z"),
            ("2015-09-12T19:40:00.250Z", "2015-09-12T19:40:00.250Z"),
            ("2015-12-31T24:00:00Z", "2016-01-01T00:00:00Z"),
            ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z"),
        ]
    )
    func readsAndWrites(text: String, utc: String) {
        #expect(Instant(rfc3339: text)?.rfc3339 == utc)
    }

    @Test(
        "What is no RFC 3339 time is refused",
        arguments: [
            "", "2015-09-12", "2015-09-12T20:40:00", "2015-02-30T00:00:00Z", "2015-09-12T25:00:00Z",
            "2015-09-12T20:40:00Zx",
        ]
    )
    func refuses(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(
        "A London wall clock is the instant that people there mean",
        arguments: [
            ("2016-01-04", 19 * 3_600, "2016-01-04T19:00:00Z"),
            ("2016-07-04", 19 * 3_600, "2016-07-04T18:00:00Z"),
            // Spring: 01:30 does not exist; the time after the gap.
            ("2016-03-27", 5_400, "2016-03-27T01:30:00Z"),
            // Autumn: 01:30 comes twice; the first.
            ("2016-10-30", 5_400, "2016-10-30T00:30:00Z"),
            ("2016-10-30", 2 * 3_600, "2016-10-30T02:00:00Z"),
        ]
    )
    func wallClock(day: String, second: Int, utc: String) throws {
        let day = try #require(CivilDay(day))
        #expect(Zone.london.instant(day, secondsAfterMidnight: second).rfc3339 == utc)
    }

    @Test(
        "People read a time as the clocks of its zone show it",
        arguments: [
            ("2015-09-12T19:40:00Z", "Sat 12 Sep 2015 20:40"), ("2016-01-04T00:05:59Z", "Mon 4 Jan 2016 00:05"),
            ("2016-02-29T23:59:00Z", "Mon 29 Feb 2016 23:59"), ("2015-06-30T23:00:00Z", "Wed 1 Jul 2015 00:00"),
            // The hour that comes twice.
            ("2015-10-25T00:30:00Z", "Sun 25 Oct 2015 01:30"), ("2015-10-25T01:30:00Z", "Sun 25 Oct 2015 01:30"),
            ("9999-12-31T12:00:00Z", "Fri 31 Dec 9999 12:00"), ("0999-12-31T12:00:00Z", "Tue 31 Dec 999 12:00"),
        ]
    )
    func read(told: String, read: String) throws {
        let instant = try #require(Instant(rfc3339: told))
        #expect(Zone.london.text(instant) == read)
        #expect(read.hasPrefix(Zone.text(Zone.london.day(of: instant)) + " "))
    }

    @Test("What no calendar reaches is read, too", arguments: [Int64.min, -62_135_596_800_001, 0, .max])
    func readFarAway(milliseconds: Int64) {
        let instant = Instant(milliseconds: milliseconds)
        let day = Zone.utc.day(of: instant)
        #expect(Zone.utc.text(instant).hasPrefix(Zone.text(day)))
        #expect(Zone.text(day).hasSuffix(" \(day.parts.year)"))
    }

    @Test("Every day from 1900 to 2100 comes back from its parts")
    func days() throws {
        let first = try #require(CivilDay(year: 1900, month: 1, day: 1))
        let last = try #require(CivilDay(year: 2100, month: 12, day: 31))
        for number in first.number...last.number {
            let (year, month, day) = CivilDay(number: number).parts
            #expect(CivilDay(year: year, month: month, day: day)?.number == number)
        }
        #expect(try #require(CivilDay("2026-11-23")).weekday == 1)
    }

    @Test(
        "Age counts birthdays",
        arguments: [
            ("2001-06-15", "2016-06-14", 14), ("2001-06-15", "2016-06-15", 15), ("2004-02-29", "2022-02-28", 17),
        ]
    )
    func age(born: String, on day: String, years: Int) throws {
        #expect(try #require(CivilDay(born)).age(on: #require(CivilDay(day))) == years)
    }
}
