import Accounts
import Desk
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("What an owner releases to a team")
struct ReleasedFactTests {
    private static let secret = "Runs the flat above the arches."
    private static let sanitised = "Police hold something about this man."

    /// Ada, of whom a home tells an online name; and intelligence, released to one team, that says whose it is: of nobody, of
    /// another child, or of her.
    private func world(about subject: String, _ audience: [JSONValue]) async throws -> (World, alert: String) {
        let world = try World()
        try await world.judge(by: ["contact-with-person-of-concern"])
        try await world.journal.tell(
            .concernObserved,
            from: "whiston-health",
            subject: "WH-1",
            at: "2016-01-02T10:00:00Z",
            data: ["indicators": .array(["messages"]), "handles": .array(["h77"])]
        )
        let bea: JSONObject = ["givenName": "Bea", "familyName": "Sample", "born": "2003-03-03"]
        try await world.journal.tell(
            .intelligenceRecorded,
            from: "merseyside-police",
            subject: subject,
            at: "2016-01-03T10:00:00Z",
            child: subject.isEmpty ? nil : subject == "MP-2" ? bea : [:],
            data: [
                "summary": .string(Self.secret),
                "handling": .object(["audience": .array(audience), "sanitised": .string(Self.sanitised)]),
                "people": .array([.object(["handles": .array(["h77"]), "role": "person-of-concern"])]),
            ]
        )
        return (world, try #require(await world.model.openAlertIDs().first))
    }

    @Test(
        "Whoever belongs to the team reads it, all others what stands in its place, of whomever it was told",
        arguments: ["", "MP-2", "MP-1"]
    )
    func alert(subject: String) async throws {
        let (world, alert) = try await world(about: subject, ["police", "cse-team"])
        for (teams, mayRead) in [(["cse-team"], true), ([String](), false)] {
            let visitor = try await world.signedIn(role: .manager, teams: teams)
            let page = try await world.open("/alerts/\(alert)", as: visitor).text
            #expect(page.contains(Self.secret) == mayRead)
            #expect(page.contains(Self.sanitised) == !mayRead)
            #expect(!page.contains("holds restricted information"))
        }
    }

    /// Told to all and then corrected to be for a team, or the other way round.
    private func corrected(toBeFor audience: [JSONValue]) async throws -> (World, ChildID) {
        let world = try World()
        try await world.judge(by: [])
        for isCorrection in [false, true] {
            let isRestricted = isCorrection == !audience.isEmpty
            var data: JSONObject = [
                "indicators": .array(["messages"]), "summary": .string(isRestricted ? Self.secret : "Open."),
            ]
            if isRestricted {
                data["handling"] = .object([
                    "audience": .array(["police-liaison"]), "sanitised": .string(Self.sanitised),
                ])
            }
            if isCorrection { (data["of"], data["reason"]) = ("t-2", "made up") }
            try await world.journal.tell(
                isCorrection ? .eventCorrected : .concernObserved,
                from: "merseyside-police",
                subject: "MP-1",
                at: "2016-01-02T10:00:00Z",
                recorded: "2016-01-0\(isCorrection ? 3 : 2)T10:00:00Z",
                data: data
            )
        }
        return (world, try #require(await world.model.children.first))
    }

    @Test("A correction says anew who may read, and with what words", arguments: [true, false])
    func corrections(isRestricted: Bool) async throws {
        let (world, child) = try await corrected(toBeFor: isRestricted ? ["police-liaison"] : [])
        for (teams, mayRead) in [(["police-liaison"], true), (["cse-team"], false)] {
            let visitor = try await world.signedIn(role: .manager, teams: teams)
            for rest in ["", "/pack", "/chronology.csv"] {
                let page = try await world.openFile(of: child, as: visitor, rest).text
                #expect(page.contains(Self.secret) == (isRestricted && mayRead), "\(rest)")
                #expect(page.contains(Self.sanitised) == (isRestricted && !mayRead), "\(rest)")
                #expect(page.contains("Open.") == !isRestricted, "\(rest)")
            }
        }
    }
}
