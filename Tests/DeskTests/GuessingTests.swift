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

    private func key(_ address: String, _ account: String = "sample.worker") -> LoginThrottle.Key {
        LoginThrottle.Key(account: account, address: address)
    }

    @Test("However many addresses guess, an account takes few of them, and where its owner came from is free")
    func manyAddresses() {
        var throttle = LoginThrottle()
        throttle.succeeded(key("192.0.2.2"), at: World.start)
        for number in 0..<100 { throttle.failed(key("198.51.100.\(number)"), at: World.start) }
        #expect(throttle.wait(key("203.0.113.5"), at: World.start + .minutes(59)) != nil)
        #expect(throttle.wait(key("203.0.113.5", "sample.other"), at: World.start) == nil)
        #expect(throttle.wait(key("192.0.2.2"), at: World.start) == nil)
        // After a night of peace all is as it was.
        #expect(throttle.wait(key("203.0.113.5"), at: World.start + .hours(9)) == nil)
    }

    @Test("In any hour no more than a hundred attempts at one account are looked at, its owner's addresses included")
    func hundred() {
        var throttle = LoginThrottle()
        throttle.succeeded(key("192.0.2.2"), at: World.start)
        throttle.succeeded(key("192.0.2.3"), at: World.start)
        var looked: [Instant] = []
        for second in 0..<7_200 {
            let now = World.start + .seconds(Int64(second))
            let addresses = [
                "198.51.100.\(second % 250)", "2001:db8:\(String(second, radix: 16))::1", "192.0.2.2", "192.0.2.3",
            ]
            for address in addresses where throttle.attempt(key(address), at: now) == nil { looked.append(now) }
        }
        for start in [0, 1_000, 3_600] as [Int64] {
            let from = World.start + .seconds(start)
            let count = looked.filter { $0 >= from && $0 < from + .hours(1) }.count
            #expect((55...100).contains(count), "\(count) from \(start) s on")
        }
    }

    @Test(
        "An address is counted by what its owner has of it",
        arguments: [
            ("2001:db8:1:2::7", "2001:db8:1:2:ffff::9", true), ("2001:db8:1:2::7", "2001:db8:1:3::7", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("", "192.0.2.1", false),
        ]
    )
    func networks(one: String, other: String, areOne: Bool) {
        #expect((key(one) == key(other)) == areOne)
    }

    @Test("Whoever guesses at many names from one address is slowed, and nobody who came in from there before")
    func manyNames() {
        var throttle = LoginThrottle()
        throttle.succeeded(key("198.51.100.7"), at: World.start)
        var looked = 0
        for second in 0..<100 {
            for name in 0..<5
            where throttle.attempt(
                key("198.51.100.7", "sample.\(second).\(name)"),
                at: World.start + .seconds(Int64(second))
            ) == nil { looked += 1 }
        }
        #expect((30...41).contains(looked), "\(looked)")
        #expect(throttle.wait(key("198.51.100.7"), at: World.start + .seconds(100)) == nil)
        #expect(throttle.wait(key("192.0.2.9", "sample.0.0"), at: World.start + .seconds(100)) == nil)
    }

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
