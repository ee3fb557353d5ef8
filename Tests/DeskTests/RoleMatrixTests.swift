import Accounts
import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("Every route as every role")
struct RoleMatrixTests {
    /// The answer to each role: practitioner, manager, auditor, administrator, nobody.
    private static let matrix: [String: [Int]] = [
        "GET /": [200, 200, 200, 403, 303], "GET /login": [303, 303, 303, 303, 200],
        "POST /login": [403, 403, 403, 403, 403], "POST /logout": [303, 303, 303, 303, 303],
        "GET /password": [200, 200, 200, 200, 303], "POST /password": [400, 400, 400, 400, 303],
        "POST /password/sessions": [303, 303, 303, 303, 303],
        // Without a provider these are no addresses; `ProviderTests` has one.
        "GET /login/provider": [404, 404, 404, 404, 404], "GET /login/provider/return": [404, 404, 404, 404, 404],
        "GET /health": [200, 200, 200, 200, 200], "GET /assets/desk.css": [200, 200, 200, 200, 200],
        "GET /alerts/A-9-0": [200, 200, 200, 403, 303], "POST /alerts/A-9-0/note": [303, 303, 403, 403, 303],
        "GET /children/:id": [200, 200, 403, 403, 303], "POST /children/:id/open": [303, 303, 303, 403, 303],
        "POST /children/:id/identity/same": [303, 303, 403, 403, 303], "POST /seen": [303, 303, 303, 403, 303],
        "GET /handover": [200, 200, 200, 403, 303], "POST /handover/accept": [303, 303, 403, 403, 303],
        "GET /search": [200, 200, 200, 403, 303], "POST /search": [200, 200, 200, 403, 303],
        "GET /oversight": [403, 200, 200, 403, 303], "GET /children/:id/pack": [200, 200, 403, 403, 303],
        "GET /panel": [403, 200, 403, 403, 303], "GET /children/:id/chronology.csv": [200, 200, 403, 403, 303],
        "GET /children/:id/entities.csv": [200, 200, 403, 403, 303],
        "GET /children/:id/links.csv": [200, 200, 403, 403, 303], "GET /answers": [200, 200, 200, 403, 303],
        "GET /numbers": [403, 200, 200, 403, 303], "GET /numbers.csv": [403, 200, 200, 403, 303],
    ]

    /// The stream has no end: the gate's own tests look at it.
    private static let elsewhere: Set = ["GET /live"]

    @Test("The matrix names every route of the desk, and no other")
    func whole() throws {
        func pattern(_ row: String) -> String {
            row.replacing("A-9-0/note", with: ":id/:verb").replacing("A-9-0", with: ":id")
                .replacing("identity/same", with: "identity/:verb").replacing("handover/accept", with: "handover/:verb")
                .replacing("desk.css", with: ":file")
        }
        let routes = RouteTable.all.flatMap { route in
            route.methods.filter { $0 != .head }.map { "\($0.rawValue) \(route.path)" }
        }
        #expect(Set(routes) == Set(Self.matrix.keys.map(pattern)).union(Self.elsewhere))
        // And the table names what is really served: a route that stands in the router alone would be in no row.
        let served = try World().site.routes.map { $0.replacing("{", with: ":").replacing("}", with: "") }
        #expect(Set(served) == Set(routes))
    }

    @Test("Each role gets what it may and no more", arguments: [0, 1, 2, 3, 4])
    func roles(column: Int) async throws {
        let role = column < 4 ? Role.allCases[column] : nil
        for (row, statuses) in Self.matrix.sorted(by: { $0.key < $1.key }) {
            let world = try World()
            let child = try await world.tellOfAda()
            try await world.journal.tell(
                .concernObserved,
                from: "sample-academy",
                subject: "SA-1",
                at: "2016-01-03T11:00:00Z",
                child: ["givenName": "Bea", "familyName": "Sample", "born": "2002-01-01"],
                data: ["indicators": .array(["gifts"])]
            )
            var visitor: Visitor?
            if let role { visitor = try await world.signedIn(role: role) }
            let parts = row.split(separator: " ").map(String.init)
            let path = parts[1].replacing(":id", with: Paths.encoded(child.rawValue))
            let response =
                parts[0] == "GET"
                ? try await world.open(path, as: visitor)
                : try await world.send(path, as: visitor, Self.fields)
            #expect(response.status.code == statuses[column], "\(row) as \(role?.rawValue ?? "nobody")")
        }
    }

    @Test("No form behind the gate is taken without the session's token, or with another session's")
    func tokens() async throws {
        let rows = Self.matrix.keys.sorted().filter { $0.hasPrefix("POST ") && $0 != "POST /login" }
        #expect(rows.count == 9)
        for row in rows {
            let world = try World()
            let child = try await world.tellOfAda()
            let path = String(row.dropFirst(5)).replacing(":id", with: Paths.encoded(child.rawValue))
            let visitor = try await world.signedIn(role: .manager)
            let other = try await world.signedIn("sample.other", role: .manager)
            let answer = try await world.send(path, as: visitor, Self.fields, withToken: false)
            #expect(answer.status == .forbidden, "\(row)")
            let mixed = Visitor(cookie: visitor.cookie, token: other.token)
            #expect(try await world.send(path, as: mixed, Self.fields).status == .forbidden, "\(row)")
            #expect(await world.journal.decisions.isEmpty)
            #expect(try await world.open("/", as: visitor).status == .ok)
        }
    }

    /// The fields of all forms of the desk, in one.
    private static let fields = [
        "note": "A note of the sample.", "reason": "Asked by the social worker.", "q": "Ada", "through": "1",
        "record": "sample-academy/SA-1", "account": "sample.worker", "password": "not the password",
        "session": "0011223344556677",
    ]
}
