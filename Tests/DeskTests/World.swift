import Accounts
import Correlation
import DaemonKit
import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import Journal
import Logging
import SafeguardingModel
import Synchronization
import TestKit
import Testing

/// A desk in a drawer: pages without sockets, a clock that is moved by hand, decisions that go straight into a journal.
final class World: Sendable {
    /// Mon 4 Jan 2016 09:00 in London.
    static let start = Instant(seconds: 1_451_898_000)

    /// scrypt's N here: the least that there is.
    static let cost = 1 << 10

    private static let agencies = [
        Agency(name: "merseyside-police", title: "Merseyside Police", sector: .police),
        Agency(name: "whiston-health", title: "Whiston Health", sector: .health),
    ]

    let clock = SettableClock(start)
    let model = DeskModel()
    let journal: DrawerJournal
    let site: DeskSite
    /// The file of accounts.
    var accounts: String { accountFiles.accounts }
    let accountFiles: AccountFiles
    /// The lines that the desk wrote into its program's log.
    let log = LogLines()
    private let folder: URL
    private let settings: DeskSettings
    private let isOwner: Bool

    /// `namesRestrictions`: the configuration names the list of restricted children, which must then be there.
    init(
        isBehindProxy: Bool = false,
        provider: ProviderSettings? = nil,
        namesRestrictions: Bool = false,
        breached: BreachedFile? = nil,
        passwordCost: Int = World.cost
    ) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        accountFiles = AccountFiles(
            accounts: folder.appendingPathComponent("accounts.yaml").path,
            key: folder.appendingPathComponent("keys/accounts.key").path
        )
        journal = DrawerJournal(model: model, clock: clock)
        isOwner = true
        settings = DeskSettings(
            title: "Sample desk",
            accounts: accountFiles,
            restricted: namesRestrictions ? folder.appendingPathComponent("restricted.yaml").path : nil,
            data: folder.appendingPathComponent("data").path,
            isBehindProxy: isBehindProxy,
            breached: breached,
            provider: provider,
            passwordCost: passwordCost
        )
        site = try DeskSite(model: model, decisions: journal, settings: settings, clock: clock)
    }

    /// The same desk, started again: what was in memory is gone.
    init(restarting other: World) throws {
        (folder, accountFiles, settings, isOwner) = (other.folder, other.accountFiles, other.settings, false)
        clock.set(other.clock.now)
        journal = DrawerJournal(model: model, clock: clock)
        site = try DeskSite(model: model, decisions: journal, settings: settings, clock: clock)
    }

    deinit { if isOwner { try? FileManager.default.removeItem(at: folder) } }

    private var logger: Logger {
        Logger(label: "desk") { [log, clock] _ in LogWriter(program: "cse-desk", clock: clock, sink: log.add) }
    }

    /// Opens a page.
    func open(_ path: String, as visitor: Visitor? = nil, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await request(.get, path, as: visitor, headers: headers)
    }

    /// Opens a child's file, giving a reason where one is asked for.
    func openFile(of child: ChildID, as visitor: Visitor, _ rest: String = "") async throws -> TestResponse {
        let path = Paths.child(child)
        if try await open(path, as: visitor).status == .forbidden {
            _ = try await send("\(path)/open", as: visitor, ["reason": "Asked by the social worker."])
        }
        return try await open(path + rest, as: visitor)
    }

    /// Two agencies and a child of whom both told, with an open alert that nobody has.
    @discardableResult
    func tellOfAda(_ id: String = "A-9-0") async throws -> ChildID {
        try await judge(by: [])
        let position = try await journal.tell(
            .missingReported,
            from: "merseyside-police",
            subject: "MP-1",
            at: "2016-01-02T20:40:00Z",
            data: ["episode": "M-1", "category": "missing"]
        )
        try await journal.tell(
            .healthAttended,
            from: "whiston-health",
            subject: "WH-1",
            at: "2016-01-03T11:00:00Z",
            data: ["setting": "emergency"]
        )
        let child = try #require(await model.children.first)
        let evidence = [Sample.evidence(at: position, occurred: World.start - .hours(36))]
        await model.place([.raised(Sample.alert(id, subject: .child(child), evidence: evidence))])
        return child
    }

    /// Two agencies, judged by some of the shipped rules.
    func judge(by rules: [String]) async throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Config/rules")
        let files = try rules.map { name in
            let text = try String(contentsOf: folder.appendingPathComponent("\(name).yaml"), encoding: .utf8)
            return SiteConfiguration.TextFile(name: "\(name).yaml", text: text)
        }
        let site = SiteConfiguration(agencies: World.agencies, rules: files)
        try await journal.append(.configuration, from: .desk, EntryCodec.bytes(of: site))
    }

    /// The log of who saw what.
    var auditFolder: String { folder.appendingPathComponent("data/audit").path }

    /// Puts a folder where the day's file should be: not even root can append to it.
    func breakAuditLog() throws {
        let file = "\(auditFolder)/2016-01-04.jsonl"
        try? Files.remove(file)
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: true)
    }

    /// Today's lines of the access log.
    func audited(_ what: String) throws -> [String] {
        let text = try String(contentsOfFile: "\(auditFolder)/2016-01-04.jsonl", encoding: .utf8)
        return text.split(separator: "\n").map(String.init).filter { $0.contains("\"what\":\"\(what)\"") }
    }

    /// Restricts children to named people.
    func restrict(_ text: String) throws {
        try Files.write(Array(text.utf8), to: folder.appendingPathComponent("restricted.yaml").path)
    }

    /// Takes the list of restricted children away, or puts a folder in its place.
    func unrestrict(leavingFolder: Bool = false) throws {
        let path = folder.appendingPathComponent("restricted.yaml").path
        try Files.remove(path)
        if leavingFolder { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    }

    /// Serves over a real socket while the body runs.
    func serving(_ body: (_ port: Int) async throws -> Void) async throws {
        let port = FreePort.next()
        let (ready, continuation) = AsyncStream.makeStream(of: Void.self)
        let application = site.application(
            at: .hostname("127.0.0.1", port: port),
            logger: logger,
            onListening: { continuation.finish() }
        )
        let running = Task { try await application.runService(gracefulShutdownSignals: []) }
        for await _ in ready {}
        defer { running.cancel() }
        try await body(port)
    }

    /// Sends a form, with the visitor's token unless it is left out on purpose.
    func send(
        _ path: String,
        as visitor: Visitor? = nil,
        _ fields: [String: String],
        headers: HTTPFields = [:],
        withToken: Bool = true
    ) async throws -> TestResponse {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        var pairs = fields.map { "\($0.key)=\(Paths.encoded($0.value))" }
        if let visitor, withToken { pairs.append("token=\(visitor.token)") }
        let body = ByteBuffer(string: pairs.joined(separator: "&"))
        return try await request(.post, path, as: visitor, headers: headers, body: body)
    }

    func request(
        _ method: HTTPRequest.Method,
        _ path: String,
        as visitor: Visitor? = nil,
        headers: HTTPFields = [:],
        body: ByteBuffer? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if let visitor { headers[.cookie] = visitor.cookie }
        let all = headers
        let application = site.application(at: .hostname("127.0.0.1", port: 0), logger: logger)
        let response = try await application.test(.router) { client in
            try await client.execute(uri: path, method: method, headers: all, body: body)
        }
        // Every page that a test opens is read strictly, whatever the test is about.
        if method != .head, response.headers[.contentType]?.hasPrefix("text/html") == true {
            let faults = PageMarkup(response.text).faults
            #expect(faults.isEmpty, "\(path)")
        }
        return response
    }

    /// The cookie and the token of a fresh sign-in form.
    func signInForm(_ path: String = "/login") async throws -> Visitor {
        let page = try await open(path)
        let cookie = page.headers[.setCookie]?.prefix { $0 != ";" } ?? ""
        let token = page.text.firstMatch(of: /name="token" value="([^"]+)"/)?.output.1 ?? ""
        return Visitor(cookie: String(cookie), token: String(token))
    }

    /// An account whose owner knows ``SignInTests/password``.
    func addAccount(_ name: String = "sample.worker", role: Role = .practitioner) throws {
        try DeskAccounts.add(name, password: SignInTests.password, role: role, to: accountFiles, cost: World.cost)
    }

    /// Somebody who has an account of this name and role, and signed in.
    func signedIn(_ name: String = "sample.worker", role: Role = .practitioner, teams: [String] = []) async throws
        -> Visitor
    {
        let account = Account(name: name, role: role, teams: teams, password: try World.hash.get())
        let others = try DeskAccounts.reading(accounts).accounts.filter { $0.name != name }
        try Files.write(Array(DeskAccounts(others + [account]).text.utf8), to: accounts)
        return try await signIn(name)
    }

    /// The hash of ``SignInTests/password``, made once: it takes its time.
    private static let hash = Result { try PasswordHash(of: SignInTests.password, cost: cost) }

    /// Signs in by the form; gives the session, with the token of its forms.
    func signIn(
        _ name: String = "sample.worker",
        _ password: String = SignInTests.password,
        code: String = ""
    ) async throws -> Visitor {
        let fields = ["account": name, "password": password, "code": code]
        return try await visitor(after: try await send("/login", as: try await signInForm(), fields))
    }

    /// The visitor whom an answer to a sign-in lets in.
    func visitor(after answer: TestResponse) async throws -> Visitor {
        let names = ["desk=", "__Host-desk="]
        let cookie = try #require(
            answer.headers[values: .setCookie].first { cookie in names.contains { cookie.hasPrefix($0) } },
            "\(answer.status)"
        )
        let visitor = Visitor(cookie: String(cookie.prefix { $0 != ";" }), token: "")
        let page = try await open("/password", as: visitor).text
        // Where nobody may see anything, no page has a token.
        let token = page.firstMatch(of: /name="token" value="([^"]+)"/)?.output.1 ?? ""
        return Visitor(cookie: visitor.cookie, token: String(token))
    }
}

/// The lines of a program's log.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    @Sendable func add(_ line: [UInt8]) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }

    /// Those with these words.
    func with(_ words: String) -> [String] { lines.withLock { $0 }.filter { $0.contains(words) } }
}

/// A cookie, and the token of its forms.
struct Visitor: Sendable {
    let cookie: String
    let token: String
}

/// Takes decisions and events into a model as the aggregator and the bus would.
actor DrawerJournal: DecisionWriting {
    private let model: DeskModel
    private let clock: SettableClock
    private(set) var decisions: [Decision] = []
    /// Everything that was written, in order.
    private(set) var entries: [StoredEntry] = []
    private var position: Position = 0
    var isReachable = true

    struct Unreachable: Error {}

    init(model: DeskModel, clock: SettableClock) {
        self.model = model
        self.clock = clock
    }

    func setReachable(_ reachable: Bool) { isReachable = reachable }

    func decide(_ decision: Decision) async throws -> Position {
        guard isReachable else { throw Unreachable() }
        decisions.append(decision)
        return try await append(.decision, from: .desk, EntryCodec.bytes(of: decision))
    }

    @discardableResult
    func append(_ kind: StoredEntry.Kind, from agency: AgencyName, _ body: [UInt8]) async throws -> Position {
        position += 1
        let entry = StoredEntry(position: position, at: clock.now, kind: kind, agency: agency, body: body)
        entries.append(entry)
        try await model.apply([entry])
        return entry.position
    }

    /// Nothing but time.
    func passTime() async throws { try await append(.tick, from: .desk, []) }

    /// An event as an agency would send it; about adults alone where `child` is nil.
    @discardableResult
    func tell(
        _ kind: EventKind,
        from agency: AgencyName,
        subject: String,
        at time: String,
        recorded: String? = nil,
        child: JSONObject? = [:],
        data: JSONObject = [:]
    ) async throws -> Position {
        var data = data
        if let child {
            data["child"] = .object(
                child.isEmpty ? ["givenName": "Ada", "familyName": "Example", "born": "2001-06-15"] : child
            )
        }
        var event: JSONObject = [
            "specversion": "1.0", "id": .string("t-\(position + 1)"), "source": .string("/\(agency)/test"),
            "type": .string(kind.type), "time": .string(time), "recordedtime": .string(recorded ?? time),
            "datacontenttype": "application/json", "data": .object(data),
        ]
        if !subject.isEmpty { event["subject"] = .string(subject) }
        return try await append(.event, from: agency, JSONValue.object(event).bytes)
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}

/// Addresses as a browser would write them.
enum Paths {
    static func child(_ id: ChildID) -> String { "/children/\(encoded(id.rawValue))" }

    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
