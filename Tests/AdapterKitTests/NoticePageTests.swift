import AdapterKit
import BusProtocol
import DaemonKit
import EventFormat
import Foundation
import SafeguardingModel
import TestKit
import Testing

@Suite("The page of notices")
struct NoticePageTests {
    private let world: AdapterWorld
    private let port = FreePort.next()

    init() throws { world = try AdapterWorld() }

    /// Opens the address, has a visitor come, and closes it.
    private func visited(_ visit: (HTTPClient) async throws -> Void) async throws {
        let postHandler = EventPostHandler(agency: AdapterWorld.agency, outbox: world.outbox, clock: world.clock)
        let (bound, health) = (Latch(), Health(program: "sample", clock: world.clock))
        let intake = HTTPIntake(
            address: HTTPAddress(host: "127.0.0.1", port: port),
            bodyBytes: 4_096,
            postHandler: postHandler,
            state: AdapterState(outbox: world.outbox, health: health, link: { "connected" }),
            notices: NoticeService(
                agency: AdapterWorld.agency,
                outbox: world.outbox,
                postHandler: postHandler,
                clock: world.clock
            ),
            bound: bound
        )
        let serving = Task { try await intake.run() }
        await bound.wait()
        try await visit(HTTPClient(port: port))
        serving.cancel()
        try? await serving.value
    }

    private func tell(_ number: UInt64, _ kind: Notice.Kind, _ text: String, question: String? = nil, hours: Int64 = 24)
        async throws
    {
        let at = world.clock.now
        let notice = Notice(
            id: "N-\(number)-0",
            to: AdapterWorld.agency,
            kind: kind,
            at: at,
            about: ["E-7"],
            text: text,
            question: question,
            answerBy: kind == .request ? at + .hours(hours) : nil
        )
        let json = Array(try JSONEncoder().encode(notice))
        try await world.outbox.keep(.init(number: number, json: json), at: at)
    }

    /// Asks for the page; gives what a browser needs to send its form.
    private func form(_ client: HTTPClient) async throws -> (token: String, headers: [String]) {
        let answer = try await client.ask("GET", "/")
        let token = try #require(answer.text.firstMatch(of: /name="token" value="([^"]+)"/)?.1)
        let cookie = try #require(answer.text.firstMatch(of: /set-cookie: ([^;]+);/.ignoresCase())?.1)
        let type = "Content-Type: application/x-www-form-urlencoded"
        return (String(token), [type, "Origin: http://127.0.0.1:\(port)", "Cookie: \(cookie)"])
    }

    private func body(_ token: String, _ number: String, _ words: String, owner: String = "") -> String {
        let fields = [("token", token), ("question", number), ("words", words), ("owner", owner)]
        return fields.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
            .joined(separator: "&")
    }

    @Test("What this version cannot read is counted, and hides nothing else")
    func unreadable() async throws {
        try await world.outbox.keep(
            .init(number: 1, json: Array(#"{"kind":"of another time"}"#.utf8)),
            at: world.clock.now
        )
        try await tell(2, .receipt, "Your referral has arrived.")
        try await visited { client in
            let answer = try await client.ask("GET", "/")
            #expect(answer.text.contains("One notice of a newer aggregator cannot be shown"))
            #expect(answer.text.contains("Your referral has arrived."))
        }
    }

    @Test("Without notices it says what will stand there")
    func empty() async throws {
        try await visited { client in
            let page = try await client.ask("GET", "/")
            #expect(page.status == 200 && page.text.contains("Nobody has asked you anything."))
            #expect(page.text.contains("sample-agency") && !page.text.contains("<script"))
        }
    }

    @Test("It shows what was told, and a question with its time and a form")
    func shown() async throws {
        try await tell(1, .receipt, "The referral R-1 has arrived.")
        try await tell(2, .request, "The CSE team asks about C-1: who came?", question: "Q-214")
        try await tell(3, .outcome, "The CSE team has closed what you contributed to: nfa.")
        try await visited { client in
            let page = try await client.ask("GET", "/").text
            for words in ["The referral R-1 has arrived.", "who came?", "Q-214", "nfa", "E-7", "5 Jan 2016 12:00"] {
                #expect(page.contains(words), "\(words)")
            }
            #expect(try await client.ask("GET", "/page.css").text.contains("text/css"))
        }
    }

    @Test("An answer becomes an event that names the question, and the form goes")
    func answered() async throws {
        try await tell(2, .request, "The CSE team asks: who came?", question: "Q-214")
        try await visited { client in
            let (token, headers) = try await form(client)
            let words = "An adult & nobody else.\nShe gave \"no\" name: 100 %."
            let answer = try await client.ask(
                "POST",
                "/answers",
                body(token, "Q-214", words, owner: "Duty nurse"),
                headers: headers
            )
            #expect(answer.status == 303 && answer.text.lowercased().contains("location: /?answered=q-214"))
            let event = try JSONReader.read(try #require(await world.outbox.pending(after: 0, limit: 10).first).body)
            #expect(event["type"]?.string == "referralbus.v1.request.acknowledged")
            #expect(event["data"]?["request"]?.string == "Q-214" && event["data"]?["summary"]?.string == words)
            #expect(event["data"]?["owner"]?.string == "Duty nurse")
            let page = try await client.ask("GET", "/?answered=Q-214").text
            #expect(page.contains("on its way") && !page.contains("<form"))
        }
    }

    @Test("Once its receipt has come, a question stands as answered")
    func arrived() async throws {
        try await tell(2, .request, "The CSE team asks: who came?", question: "Q-214")
        world.clock.advance(by: .hours(2))
        try await tell(3, .receipt, "Your answer to Q-214 has reached the CSE team.", question: "Q-214")
        try await visited { client in
            let page = try await client.ask("GET", "/").text
            #expect(page.contains("the CSE team has it since") && !page.contains("<form"))
        }
    }

    @Test("The second answer to a question is not sent, and is told so")
    func again() async throws {
        try await tell(2, .request, "The CSE team asks: who came?", question: "Q-214")
        try await visited { client in
            let (token, headers) = try await form(client)
            _ = try await client.ask("POST", "/answers", body(token, "Q-214", "One."), headers: headers)
            let second = try await client.ask("POST", "/answers", body(token, "Q-214", "Two."), headers: headers)
            #expect(second.status == 409 && second.text.contains("answered already"))
        }
        #expect(try await world.events().count == 1)
    }

    @Test("A question that is late says so, and stands before one that is not")
    func late() async throws {
        try await tell(2, .request, "The first.", question: "Q-1", hours: 240)
        try await tell(3, .request, "The second.", question: "Q-2", hours: 1)
        world.clock.advance(by: .hours(2))
        try await visited { client in
            let page = try await client.ask("GET", "/").text
            #expect(page.contains("Overdue since"))
            let places = try ["The second.", "The first."].map { try #require(page.firstRange(of: $0)).lowerBound }
            #expect(places[0] < places[1])
        }
    }

    @Test(
        "Nothing is sent by a form that is not the page's own",
        arguments: ["no token", "another's token", "no cookie", "another origin", "no origin", "another site", "JSON"]
    )
    func foreign(case what: String) async throws {
        try await tell(2, .request, "The CSE team asks: who came?", question: "Q-214")
        try await visited { client in
            var (token, headers) = try await form(client)
            switch what {
            case "no token": token = ""
            case "another's token": token = Data(repeating: 7, count: 32).base64EncodedString()
            case "no cookie": headers.removeAll { $0.hasPrefix("Cookie") }
            case "another origin": headers[1] = "Origin: https://example.com"
            case "no origin": headers.remove(at: 1)
            case "another site": headers.append("Sec-Fetch-Site: cross-site")
            default: headers[0] = "Content-Type: application/json"
            }
            let answer = try await client.ask("POST", "/answers", body(token, "Q-214", "Words."), headers: headers)
            #expect(answer.status == 403 || answer.status == 400)
        }
        #expect(try await world.events() == [])
    }

    @Test(
        "A slip is told in words, with what was typed still there",
        arguments: [("", 422), ("  \n", 422), (String(repeating: "x", count: 4_001), 422)]
    )
    func slips(words: String, status: Int) async throws {
        try await tell(2, .request, "The CSE team asks: who came?", question: "Q-214")
        try await visited { client in
            let (token, headers) = try await form(client)
            let sent = body(token, "Q-214", words, owner: "Night staff")
            let answer = try await client.ask("POST", "/answers", sent, headers: headers)
            #expect(answer.status == status && answer.text.contains("role=\"alert\""))
            #expect(answer.text.contains("value=\"Night staff\""))
            let unknown = try await client.ask("POST", "/answers", body(token, "Q-9", "Words."), headers: headers)
            #expect(unknown.status == 404)
        }
        #expect(try await world.events() == [])
    }

    @Test("What others wrote stands as text, and a name that was pointed here gets nothing")
    func harmless() async throws {
        try await tell(2, .request, "<script>alert(1)</script> \"'&", question: "Q-1\"><b>")
        try await visited { client in
            let page = try await client.ask("GET", "/").text
            #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39;&amp;"))
            #expect(!page.contains("<script") && !page.contains("<b>"))
            let head = page.lowercased()
            for words in ["content-security-policy: default-src 'none'", "x-frame-options: deny", "no-store"] {
                #expect(head.contains(words), "\(words)")
            }
            #expect(try await client.ask("GET", "/", headers: ["Host: rebound.example:7411"]).status == 403)
        }
    }

    @Test("A site that plays another year counts its time from the last notice")
    func otherYear() async throws {
        try await tell(2, .request, "The CSE team asks: who came?", question: "Q-214")
        let notice = world.clock.now
        let postHandler = EventPostHandler(agency: AdapterWorld.agency, outbox: world.outbox, clock: world.clock)
        let desk = NoticeService(
            agency: AdapterWorld.agency,
            outbox: world.outbox,
            postHandler: postHandler,
            clock: world.clock,
            followsJournal: true
        )
        world.clock.advance(by: .minutes(3))
        #expect(try await desk.list().now == notice + .minutes(3))
    }
}
