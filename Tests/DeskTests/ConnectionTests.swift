import Desk
import Testing

@Suite("Connections")
struct ConnectionTests {
    @Test("Connections that say nothing, or half a request, make room for those that ask", .timeLimit(.minutes(1)))
    func silent() async throws {
        let world = try World()
        try await world.serving { port in
            var silent: [RawVisitor] = []
            for number in 0..<150 {
                let visitor = try RawVisitor(port: port)
                if number % 2 == 0 { visitor.begin("GET /login HTTP/1.1\r\nHost: 127.0.0.1") }
                silent.append(visitor)
            }
            // Those that came first were closed, not those that came last.
            for visitor in silent.prefix(80) { #expect(await visitor.hear(until: "never").isEmpty) }
            let honest = try RawVisitor(port: port)
            honest.ask("GET /login HTTP/1.1", "Host: 127.0.0.1:\(port)")
            #expect(await honest.hear(until: "</html>").contains("200 OK"))
        }
    }

    @Test("A request that does not come to its end is not waited for", .timeLimit(.minutes(1)))
    func slow() async throws {
        let world = try World()
        try await world.serving { port in
            let visitor = try RawVisitor(port: port)
            visitor.begin(
                "POST /login HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Length: 100\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\n\r\naccount="
            )
            let start = ContinuousClock.now
            _ = await visitor.hear(until: "never")
            #expect(ContinuousClock.now - start < .seconds(25))
        }
    }

    @Test("One connection may ask again and again", .timeLimit(.minutes(1)))
    func keptAlive() async throws {
        let world = try World()
        try await world.serving { port in
            let visitor = try RawVisitor(port: port)
            for _ in 0..<5 {
                visitor.ask("GET /health HTTP/1.1", "Host: 127.0.0.1:\(port)")
                #expect(await visitor.hear(until: "}").contains("cse-desk"))
            }
        }
    }
}
