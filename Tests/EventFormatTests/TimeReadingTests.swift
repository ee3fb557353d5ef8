import EventFormat
import SafeguardingModel
import Testing

@Suite("The times of an event")
struct TimeReadingTests {
    @Test(
        "Times with an offset are read as the model reads them",
        arguments: [
            "2015-09-12T20:40:00+01:00", "2015-09-12T19:40:00Z", "2015-09-12t19:40:00z", "2015-09-12 19:40:00Z",
            "2015-09-12T19:40:00.250Z", "2015-09-12T14:10:00-05:30", "2016-02-29T00:00:00Z", "2016-12-31T23:59:60Z",
            "1969-12-31T23:59:59Z", "2015-09-12T24:00:00Z",
        ]
    )
    func instant(text: String) throws {
        let event = try read(Sample.envelope(["time": .string(text)]))
        #expect(event.occurred == Occurrence(try #require(Instant(rfc3339: text))))
    }

    @Test(
        "Local times, impossible times and unlikely years are refused",
        arguments: [
            "2015-09-12T20:40:00", "2015-09-12", "2015-09-31T20:40:00Z", "2015-13-01T20:40:00Z", "2015-02-29T00:00:00Z",
            "2015-09-12T25:00:00Z", "2015-09-12T20:60:00Z", "2015-09-12T20:40:61Z", "2015-09-12T20:40:00+0100",
            "2015-09-12T20:40:00+24:00", "2015-09-12T20:40Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
            "12/09/2015 20:40", "yesterday", "2015-09-12T20:40:00ZZ", "2015-09-12T20:40:00x01:00",
            "2015/09/12T20:40:00Z",
        ]
    )
    func refused(text: String) {
        #expect(fault(Sample.envelope(["time": .string(text)]))?.code == .badTime)
        #expect(fault(Sample.envelope(["recordedtime": .string(text)]))?.code == .badTime)
    }

    @Test(
        "A day is a day of the United Kingdom",
        arguments: [
            ("2015-09-12", "2015-09-11T23:00:00Z"), ("2015-12-12", "2015-12-12T00:00:00Z"),
            ("2015-03-29", "2015-03-29T00:00:00Z"), ("2015-10-25", "2015-10-24T23:00:00Z"),
            ("2015-09-12T00:30:00+01:00", "2015-09-11T23:00:00Z"), ("2015-09-11T23:30:00Z", "2015-09-11T23:00:00Z"),
        ]
    )
    func day(text: String, begins: String) throws {
        let event = try read(Sample.changed(Sample.missing(["precision": "day"]), in: nil, ["time": .string(text)]))
        #expect(event.occurred == Occurrence(try #require(Instant(rfc3339: begins)), precision: .day))
        #expect(event.recorded == event.occurred.earliest)
    }

    @Test("Beside a day the time of writing may be a day too")
    func recordedDay() throws {
        let event = Sample.changed(
            Sample.missing(["precision": "day"]),
            in: nil,
            ["time": "2015-09-12", "recordedtime": "2015-09-14"]
        )
        #expect(try read(event).recorded == Instant(rfc3339: "2015-09-13T23:00:00Z"))
    }

    @Test("Without a time of writing it is the time itself")
    func recorded() throws {
        let event = try read(Sample.missing())
        #expect(event.recorded == event.occurred.earliest)
    }

    @Test("Times inside data are kept as written", arguments: ["2015-09-12T17:30:00+01:00", "2015-09-12"])
    func moments(text: String) throws {
        #expect(try read(Sample.missing(["lastSeen": .string(text)])).fields.value(.lastSeen) == text)
    }
}
