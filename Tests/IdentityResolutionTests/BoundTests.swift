@testable import IdentityResolution
import SafeguardingModel
import Testing

@Suite("One record costs the same, whatever is written in it and however many there are")
struct BoundTests {
    /// So many children of one name in one district, at one address, born on one of few days.
    private static func crowd(_ count: Int, _ settings: IdentitySettings = IdentitySettings()) -> RecordStore {
        var store = RecordStore(settings)
        for number in 0..<count {
            let place = store.enter(key("police/\(number)"))
            let born = "20\(10 + number % 8)-0\(1 + number % 9)-1\(number % 10)"
            let child = person("John Smith", born: born, postcode: "L36 9YU", address: "\(number % 3) Sample Street")
            _ = store.learn(place, child)
        }
        return store
    }

    @Test("Of a block of thousands nobody is compared, and its places are not held")
    func hugeBlock() {
        let store = BoundTests.crowd(2_000)
        let most = IdentitySettings().mostCandidates
        for place in stride(from: Int32(0), to: 2_000, by: 200) {
            let keys = store.blockingKeys(of: place)
            #expect(store.candidates(of: place).count <= keys.count * most)
            for key in keys { #expect(store.held(key) <= 2 * max(most, IdentitySettings().mostRecords)) }
        }
        #expect(store.blockingKeys(of: 0).contains { store.held($0) == 0 }, "some block is closed")
    }

    @Test("A block that was closed and shrinks again finds whom it would have found, had it never been so large")
    func reopened() {
        var settings = IdentitySettings()
        settings.mostCandidates = 3
        settings.mostRecords = 3
        var large = Resolver(settings: settings)
        var small = Resolver(settings: settings)
        for number in 0..<12 {
            let child = person("John Smith", born: "2001-06-15", postcode: "L36 9YU", address: "1 Sample Street")
            _ = large.learn(key("agency\(number)/1"), child)
            if number < 3 { _ = small.learn(key("agency\(number)/1"), child) }
        }
        // A collecting box joins nobody, and leaves every block.
        for number in 3..<12 {
            for name in 0..<9 {
                let extra = person("Other\(name) Name\(number)", born: "19\(50 + name)-0\(1 + name)-01")
                _ = large.learn(key("agency\(number)/1"), extra)
                if number < 12 { _ = small.learn(key("agency\(number)/1"), extra) }
            }
            let child = person("John Smith", born: "2001-06-15", postcode: "L36 9YU", address: "1 Sample Street")
            _ = small.learn(key("agency\(number)/1"), child)
        }
        #expect(large.picture == small.picture)
        #expect(large.areOne("agency0/1", "agency2/1"))
    }

    @Test(
        "Empty, emoji, 10,000 letters, right to left, hundreds of aliases: the work is bounded by a count",
        arguments: HostileNameTests.names
    )
    func hostile(name: String) {
        var store = RecordStore(IdentitySettings())
        let place = store.enter(key("police/1"))
        for number in 0..<10 {
            var record = person(
                "\(name)\(number % 7) \(name)",
                born: "200\(number % 7)-06-15",
                postcode: "L\(number) 9YU",
                address: name
            )
            record.aliases = (0..<40).map { "\(name)\($0) \(number)" }
            record.town = name
            _ = store.learn(place, record)
        }
        #expect(store.marks(of: place).count <= 12 * RecordStore.boundOfValues)
        #expect(store.blockingKeys(of: place).count <= BlockingKeys.most)
        for mark in store.marks(of: place) where mark.kind <= .alias {
            #expect(store.names.text(mark.first).utf8.count <= Likeness.longest + 3)
        }
    }
}
