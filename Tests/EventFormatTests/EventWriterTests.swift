import EventFormat
import SafeguardingModel
import Testing

@Suite("Writing events")
struct EventWriterTests {
    private let data: JSONObject = ["child": ["givenName": "Ada"], "code": "N", "session": "am"]

    @Test("What is written is read back")
    func roundTrip() throws {
        let time = Occurrence(Instant(seconds: 1_442_043_000))
        let document = EventWriter.document(
            source: "/sample-academy/register",
            id: "r/1",
            kind: .attendanceMarked,
            time: time,
            recorded: Instant(seconds: 1_442_050_000),
            subject: "SA-1",
            data: data
        )
        let event = try read(document)
        #expect(event.occurred == time)
        #expect(event.recorded == Instant(seconds: 1_442_050_000))
        #expect(event.subject == "SA-1")
        #expect(document["time"] == "2015-09-12T08:30:00+01:00")
    }

    @Test("A day is written as a day", arguments: [CivilDay(number: 16_690), CivilDay(number: 16_790)])
    func day(day: CivilDay) throws {
        let time = Occurrence(Zone.london.startOfDay(day), precision: .day)
        let document = EventWriter.document(
            source: "/sample-academy",
            id: "1",
            kind: .attendanceMarked,
            time: time,
            subject: "SA-1",
            data: data
        )
        #expect(document["time"] == .string(day.description))
        #expect(try read(document).occurred == time)
    }

    @Test("Other zones may be written, and empty subjects are left out")
    func zone() throws {
        let document = EventWriter.document(
            source: "/a",
            id: "1",
            kind: .personListed,
            time: Occurrence(Instant(seconds: 0)),
            data: [:],
            zone: .utc
        )
        #expect(document["time"] == "1970-01-01T00:00:00Z")
        #expect(document["subject"] == nil)
    }
}
