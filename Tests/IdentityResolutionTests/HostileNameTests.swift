import IdentityResolution
import SafeguardingModel
import Testing

@Suite("Names that nobody expected")
struct HostileNameTests {
    static let names = [
        "", " ", "-", "'", "🙂", "👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦 🙂", "\u{0}", "\u{202e}adA elpmaxE", "محمد مثال", "שרה דוגמה", "李 小龍", "A",
        "a b",
        "e\u{301}\u{301}\u{301}\u{301}", String(repeating: "a", count: 10_000), String(repeating: "🙂", count: 10_000),
        String(repeating: "ab ", count: 3_333), "Ada \u{200f}Example", "\u{feff}Ada Example", "ﬁ ﬂ", "ĳ ǅ", "1234 5678",
    ]

    @Test("Empty, emoji, 10,000 letters, right to left: neither crash nor stall, and a record is one with its own kind")
    func survives() {
        var resolver = Resolver()
        for (index, name) in HostileNameTests.names.enumerated() {
            for agency in ["police", "health"] {
                var record = person(
                    name,
                    born: "200\(index % 9)-0\(1 + index % 7)-15",
                    nhs: name,
                    upn: name,
                    pnc: name,
                    postcode: name,
                    address: name
                )
                record.aliases = [name, name + " " + name]
                record.town = name
                record.sex = name
                record.localAuthorityId = name
                _ = resolver.learn(key("\(agency)/\(index)"), record)
            }
        }
        #expect(resolver.children.count >= HostileNameTests.names.count)
        for name in [9, 10].map(String.init) { #expect(resolver.areOne("police/\(name)", "health/\(name)"), "\(name)") }
        for pair in resolver.pending { #expect(!resolver.why(pair.records[0], pair.records[1]).isEmpty) }
    }

    @Test("Random bytes", arguments: [1, 2, 3, UInt64.random(in: 1_000...999_999_999)])
    func random(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var resolver = Resolver()
        for index in 0..<120 {
            let bytes = (0..<Int.random(in: 0...40, using: &chance)).map { _ in
                UInt8.random(in: .min ... .max, using: &chance)
            }
            let name = String(decoding: bytes, as: UTF8.self)
            _ = resolver.learn(key("police/\(index)"), person("\(name) \(name)", born: "2001-06-15", address: name))
        }
        #expect(resolver.children.count > 0, "seed \(seed)")
    }
}
