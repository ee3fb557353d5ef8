import Accounts
import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("On every answer")
struct HeaderTests {
    private static let headers = [
        "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Cache-Control",
        "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy",
    ]

    private static let values = [
        "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    ]

    @Test(
        "The protecting headers stand, also on faults",
        arguments: [
            (HTTPRequest.Method.get, "/", HTTPResponse.Status.ok), (.get, "/alerts/A-7-0", .ok),
            (.get, "/login", .seeOther),
            (.get, "/health", .ok), (.get, "/assets/desk.css", .ok), (.get, "/assets/desk.js", .ok),
            (.get, "/assets/desk.svg", .ok),
            (.head, "/", .ok), (.get, "/assets/passwd", .notFound), (.get, "/nowhere", .notFound),
            (.get, "/alerts/A-9-9", .notFound),
            (.get, "/children/C-9", .notFound), (.get, "/alerts/%2e%2e%2fetc", .notFound),
            (.get, "/alerts/%zz", .notFound),
            (.post, "/", .methodNotAllowed), (.delete, "/alerts/A-7-0", .methodNotAllowed),
            (.trace, "/", .methodNotAllowed),
            (.put, "/login", .methodNotAllowed), (.get, "/logout", .methodNotAllowed),
            (.get, "/alerts/A-7-0/close", .methodNotAllowed),
            (.post, "/alerts/A-7-0/close", .badRequest),
        ]
    )
    func headers(method: HTTPRequest.Method, path: String, status: HTTPResponse.Status) async throws {
        let world = try World()
        await world.model.place([.raised(Sample.alert())])
        let response = try await world.request(method, path, as: try await world.signedIn())
        #expect(response.status == status)
        for header in Self.headers {
            let name = try #require(HTTPFields.Element.Name(header))
            #expect(response.headers[name] != nil, "\(header)")
        }
        let policy = try #require(response.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe") && !policy.contains("http"))
        let parts = [
            "script-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
            "require-trusted-types-for 'script'", "trusted-types desk",
        ]
        for part in parts { #expect(policy.contains(part), "\(part)") }
        for (name, value) in Self.values {
            let name = try #require(HTTPFields.Element.Name(name))
            #expect(response.headers[name] == value, "\(name)")
        }
        // No other site may read an answer.
        #expect(response.headers[.accessControlAllowOrigin] == nil)
        #expect(response.headers[.cacheControl] == "no-store")
        if status == .methodNotAllowed { #expect(response.headers[.allow] != nil) }
        #expect(response.headers[.server] == nil)
    }

    @Test(
        "Nothing from outside the machine is loaded by a page",
        arguments: ["/", "/alerts/A-7-0", "/login", "/nowhere"]
    )
    func nothingForeign(path: String) async throws {
        let world = try World()
        await world.model.place([.raised(Sample.alert())])
        let page = try await world.open(path, as: path == "/login" ? nil : try await world.signedIn()).text
        #expect(!page.contains("//"))
        #expect(!page.contains("style="))
    }

    @Test(
        "Only under its own names is the desk opened, unless a proxy stands before it",
        arguments: [
            ("desk.example.org", false), ("127.0.0.1.example.org", false), ("", false),
            ("localhost@example.org", false),
            ("127.0.0.1:7480", true), ("LOCALHOST:7480", true), ("[::1]:7480", true), ("localhost", true),
        ]
    )
    func names(host: String, isOwn: Bool) {
        #expect(DeskSettings(accounts: AccountFiles(accounts: "", key: ""), data: "").isOwnName(host) == isOwn)
        #expect(
            DeskSettings(accounts: AccountFiles(accounts: "", key: ""), data: "", isBehindProxy: true).isOwnName(host)
        )
    }

    @Test("Over a real connection another name is refused, and in the log with where it came from")
    func otherName() async throws {
        let world = try World()
        try await world.serving { port in
            for (host, status) in [("desk.example.org", 421), ("127.0.0.1:\(port)", 200)] {
                let visitor = try RawVisitor(port: port)
                visitor.ask("GET /login HTTP/1.1", "Host: \(host)", "Connection: close")
                #expect(await visitor.hear(until: "\r\n\r\n").hasPrefix("HTTP/1.1 \(status) "), "\(host)")
            }
        }
        let lines = world.log.with("Refused")
        #expect(lines.count == 1 && lines.allSatisfy { $0.contains("code=421") && $0.contains("peer=127.0.0.1") })
        #expect(world.log.with("desk.example.org").isEmpty)
    }

    @Test("An error of ours is a page that says what to do, and nothing of its cause")
    func ownError() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        try world.breakAuditLog()
        let page = try await world.open("/", as: visitor)
        #expect(page.status == .internalServerError && page.text.contains("The desk could not do that"))
        for word in ["audit", "jsonl", "FileError", "errno", "directory"] {
            #expect(!page.text.contains(word), "\(word)")
        }
        #expect(world.log.with("Request failed").allSatisfy { $0.contains("error=FileError") && !$0.contains("jsonl") })
    }

    @Test(
        "Numbers and days beyond all bounds are asked for and nothing breaks",
        arguments: [
            "/?from=9223372036854775807", "/?from=-1", "/?from=99999999999999999999",
            "/numbers?days=9223372036854775808",
            "/numbers?days=-90", "/alerts/A-9-0?ask=9223372036854775807", "/alerts/A-9-0?ask=-1",
            "/panel?from=99999999",
            "CHILD?back=9223372036854775807", "CHILD?back=-5", "CHILD?asof=9999-12-31", "CHILD?asof=0001-01-01",
            "CHILD?asof=2016-02-30",
        ]
    )
    func bounds(path: String) async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let visitor = try await world.signedIn(role: .manager)
        let response = try await world.open(path.replacing("CHILD", with: Paths.child(child)), as: visitor)
        #expect(response.status.code < 500, "\(response.status)")
        #expect(try await world.open("/", as: visitor).status == .ok)
    }

    @Test("The state for machines says nothing about anybody")
    func health() async throws {
        let world = try World()
        await world.model.setFollowing(.live)
        let response = try await world.open("/health")
        #expect(response.text == #"{"program":"cse-desk","state":"live","position":0}"#)
    }

    @Test(
        "Every page has a language, a title, a heading, a main part, and a way past the header",
        arguments: ["/", "/alerts/A-7-0", "/login", "/nowhere"]
    )
    func structure(path: String) async throws {
        let world = try World()
        await world.model.place([.raised(Sample.alert())])
        let page = try await world.open(path, as: path == "/login" ? nil : try await world.signedIn()).text
        #expect(
            page.contains("<html lang=\"en-GB\">") && page.contains("<title>") && page.contains("<main id=\"main\"")
        )
        #expect(page.contains("href=\"#main\""))
        #expect(page.matches(of: /<h1[ >]/).count == 1)
        let ids = page.matches(of: /\sid="([^"]+)"/).map(\.output.1)
        #expect(Set(ids).count == ids.count)
    }
}
