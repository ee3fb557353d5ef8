import Accounts
import DaemonKit
import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("Against guessing")
struct GuessingTests {
    private static let words = SignInTests.password

    @Test("Strangers who guess under made-up names keep nobody out where they came in before, nor after a restart")
    func strangers() async throws {
        let world = try World(isBehindProxy: true)
        try world.addAccount()
        func enter(_ world: World, _ form: Visitor, _ account: String, _ address: String) async throws
            -> HTTPResponse.Status
        {
            let password = account == "sample.worker" && address == "192.0.2.2" ? Self.words : "not the password"
            let headers: HTTPFields = [.init("X-Forwarded-For") ?? .date: address]
            let fields = ["account": account, "password": password]
            return try await world.send("/login", as: form, fields, headers: headers).status
        }
        let form = try await world.signInForm()
        #expect(try await enter(world, form, "sample.worker", "192.0.2.2") == .seeOther)
        let again = try World(restarting: world)
        let newForm = try await again.signInForm()
        for (desk, form) in [(world, form), (again, newForm)] {
            let honest = try await withThrowingTaskGroup(of: (Bool, HTTPResponse.Status).self) { group in
                for number in 0..<60 {
                    let account = number % 3 == 0 ? "sample.worker" : "made.up.\(number)"
                    group.addTask { (false, try await enter(desk, form, account, "198.51.100.\(number % 12)")) }
                    if number % 12 == 0 {
                        group.addTask { (true, try await enter(desk, form, "sample.worker", "192.0.2.2")) }
                    }
                }
                return try await group.reduce(into: [HTTPResponse.Status]()) { if $1.0 { $0.append($1.1) } }
            }
            #expect(honest == Array(repeating: .seeOther, count: 5))
        }
    }

    @Test("Names that no account can have are one name, whatever their length")
    func madeUpNames() async throws {
        let world = try World()
        let form = try await world.signInForm()
        var statuses: [HTTPResponse.Status] = []
        for number in 0..<6 {
            let name = "No \(number)!" + String(repeating: "x", count: number * 4_000)
            let response = try await world.send("/login", as: form, ["account": name, "password": "not the password"])
            statuses.append(response.status)
        }
        #expect(statuses == Array(repeating: .forbidden, count: 5) + [.tooManyRequests])
    }

    @Test("More checks at once than wait in turn are put off for some seconds")
    func crowd() async throws {
        let world = try World()
        let form = try await world.signInForm()
        let answers = try await withThrowingTaskGroup(of: TestResponse.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let fields = ["account": "sample.\(number)", "password": "not the password"]
                    return try await world.send("/login", as: form, fields)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let late = answers.filter { $0.status == .tooManyRequests }
        #expect(!late.isEmpty && late.count < 20)
        #expect(late.allSatisfy { $0.headers[.retryAfter] == "5" })
        #expect(answers.allSatisfy { [.forbidden, .tooManyRequests].contains($0.status) })
    }

    @Test("Wrong codes beside the right password are counted for the account, from wherever they come")
    func codes() async throws {
        let world = try World(isBehindProxy: true)
        try DeskAccounts.add(
            "sample.worker",
            password: Self.words,
            role: .practitioner,
            to: world.accountFiles,
            cost: World.cost
        )
        let factor = try #require(TimeCode(text: try DeskAccounts.setCode(of: "sample.worker", in: world.accountFiles)))
        let form = try await world.signInForm()
        func enter(_ code: String, from address: String) async throws -> HTTPResponse.Status {
            let headers: HTTPFields = [.init("X-Forwarded-For") ?? .date: address]
            let fields = ["account": "sample.worker", "password": Self.words, "code": code]
            return try await world.send("/login", as: form, fields, headers: headers).status
        }
        // The owner's address, with the port that some proxies add.
        #expect(try await enter(factor.code(at: world.clock.now), from: "192.0.2.2:4711") == .seeOther)
        world.clock.advance(by: .minutes(2))
        let wrong = factor.code(at: World.start + .days(9))
        for number in 0..<10 { #expect(try await enter(wrong, from: "198.51.100.\(number)") == .forbidden) }
        // Now even the right one is not looked at, and the answer does not say so.
        #expect(try await enter(factor.code(at: world.clock.now), from: "203.0.113.5") == .forbidden)
        #expect(try await enter(factor.code(at: world.clock.now), from: "192.0.2.2:4712") == .seeOther)
        world.clock.advance(by: .minutes(6))
        #expect(try await enter(factor.code(at: world.clock.now), from: "203.0.113.5") == .seeOther)
    }
}
