import Accounts
import SafeguardingModel
import Testing

@Suite("The throttle of sign-ins")
struct LoginThrottleTests {
    private func key(_ address: String, _ account: String = "sample.worker") -> LoginThrottle.Key {
        LoginThrottle.Key(account: account, address: address)
    }

    @Test("However many addresses guess, an account takes few of them, and where its owner came from is free")
    func manyAddresses() {
        var throttle = LoginThrottle()
        throttle.succeeded(key("192.0.2.2"), at: Sample.start)
        for number in 0..<100 { throttle.failed(key("198.51.100.\(number)"), at: Sample.start) }
        #expect(throttle.wait(key("203.0.113.5"), at: Sample.start + .minutes(59)) != nil)
        #expect(throttle.wait(key("203.0.113.5", "sample.other"), at: Sample.start) == nil)
        #expect(throttle.wait(key("192.0.2.2"), at: Sample.start) == nil)
        // After a night of peace all is as it was.
        #expect(throttle.wait(key("203.0.113.5"), at: Sample.start + .hours(9)) == nil)
    }

    @Test("In any hour no more than a hundred attempts at one account are looked at, its owner's addresses included")
    func hundred() {
        var throttle = LoginThrottle()
        throttle.succeeded(key("192.0.2.2"), at: Sample.start)
        throttle.succeeded(key("192.0.2.3"), at: Sample.start)
        var looked: [Instant] = []
        for second in 0..<7_200 {
            let now = Sample.start + .seconds(Int64(second))
            let addresses = [
                "198.51.100.\(second % 250)", "2001:db8:\(String(second, radix: 16))::1", "192.0.2.2", "192.0.2.3",
            ]
            for address in addresses where throttle.attempt(key(address), at: now) == nil { looked.append(now) }
        }
        for start in [0, 1_000, 3_600] as [Int64] {
            let from = Sample.start + .seconds(start)
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
        throttle.succeeded(key("198.51.100.7"), at: Sample.start)
        var looked = 0
        for second in 0..<100 {
            for name in 0..<5
            where throttle.attempt(
                key("198.51.100.7", "sample.\(second).\(name)"),
                at: Sample.start + .seconds(Int64(second))
            ) == nil { looked += 1 }
        }
        #expect((30...41).contains(looked), "\(looked)")
        #expect(throttle.wait(key("198.51.100.7"), at: Sample.start + .seconds(100)) == nil)
        #expect(throttle.wait(key("192.0.2.9", "sample.0.0"), at: Sample.start + .seconds(100)) == nil)
    }

    @Test(
        "The delay grows, and never beyond a minute",
        arguments: zip([4, 5, 6, 9, 11, 1_000], [0, 2, 4, 32, 60, 60])
    )
    func delays(failures: Int, seconds: Int64) {
        #expect(LoginThrottle.delay(after: failures) == .seconds(seconds))
    }

    @Test("Remembering who failed takes bounded room, and forgets the oldest first")
    func throttleRoom() {
        var throttle = LoginThrottle(capacity: 10)
        let key = { (number: Int) in LoginThrottle.Key(account: "sample.\(number)", address: "192.0.2.\(number)") }
        for number in 0..<40 {
            for _ in 0..<6 { throttle.failed(key(number), at: Sample.start + .seconds(Int64(number))) }
        }
        #expect(throttle.count <= 10)
        #expect(throttle.wait(key(39), at: Sample.start + .seconds(39)) != nil)
        #expect(throttle.wait(key(0), at: Sample.start) == nil)
    }
}
