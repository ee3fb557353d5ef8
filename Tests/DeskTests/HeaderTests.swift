import Desk
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
        let response = try await world.request(method, path, as: try world.signedIn())
        #expect(response.status == status)
        for header in Self.headers {
            let name = try #require(HTTPFields.Element.Name(header))
            #expect(response.headers[name] != nil, "\(header)")
        }
        let policy = try #require(response.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe") && !policy.contains("http"))
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
        let page = try await world.open(path, as: path == "/login" ? nil : try world.signedIn()).text
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
        #expect(DeskSettings(accounts: "", data: "").isOwnName(host) == isOwn)
        #expect(DeskSettings(accounts: "", data: "", isBehindProxy: true).isOwnName(host))
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
        let page = try await world.open(path, as: path == "/login" ? nil : try world.signedIn()).text
        #expect(
            page.contains("<html lang=\"en-GB\">") && page.contains("<title>") && page.contains("<main id=\"main\"")
        )
        #expect(page.contains("href=\"#main\""))
        #expect(page.matches(of: /<h1[ >]/).count == 1)
        let ids = page.matches(of: /\sid="([^"]+)"/).map(\.output.1)
        #expect(Set(ids).count == ids.count)
    }
}
