import IdentityResolution
import SafeguardingModel
import Testing

@Suite("People decide who is who")
struct DecisionTests {
    private func three() -> Resolver {
        var resolver = Resolver()
        resolver.learn([
            ("police/1", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0])),
            ("health/1", person("Ada Example", born: "2001-06-15")),
            ("school/1", person("Adda Example", born: "2001-06-05")),
        ])
        return resolver
    }

    @Test("'Same' joins, and taken back it is as if never said")
    func same() {
        var resolver = three()
        let before = resolver.picture
        let change = resolver.decide(.same([key("police/1"), key("school/1")]), at: 7)
        #expect(resolver.children.count == 1)
        #expect(change.moves.map(\.record) == [key("school/1")])
        #expect(
            resolver.sentences(change) == [
                "school/1 and police/1 are one child: a person decided that they are the same (entry 7)"
            ]
        )
        let undone = resolver.decide(.takenBack(position: 7), at: 8)
        #expect(resolver.picture == before)
        #expect(resolver.sentences(undone) == ["school/1 is a child of its own again: so a person decided (entry 8)"])
        _ = resolver.decide(.takenBack(position: 8), at: 9)
        #expect(resolver.children.count == 1)
    }

    @Test("'Different' parts what a name had joined, and holds against everything that would join them another way")
    func different() {
        var resolver = three()
        _ = resolver.decide(.different([key("police/1"), key("health/1")]), at: 4)
        #expect(!resolver.areOne("police/1", "health/1"))
        resolver.learn([("home/1", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0]))])
        #expect(!resolver.areOne("police/1", "health/1"))
        #expect(resolver.areOne("police/1", "home/1"))
        #expect(
            resolver.why(key("health/1"), key("home/1")) == [
                "not one child: a person decided that health/1 and police/1 are different (entry 4)"
            ]
        )
    }

    @Test("Of two decisions about one pair the later holds, in whatever order they come")
    func later() {
        for order in [[4, 5], [5, 4]] {
            var resolver = three()
            let pair = [key("police/1"), key("school/1")]
            for position in order {
                _ = resolver.decide(position == 4 ? .different(pair) : .same(pair), at: Position(position))
            }
            #expect(resolver.areOne("police/1", "school/1"))
        }
    }

    @Test("A decision about a record that has not come yet waits for it")
    func early() {
        var resolver = Resolver()
        _ = resolver.decide(.same([key("police/1"), key("home/9")]), at: 1)
        resolver.learn([("police/1", person()), ("home/9", person())])
        #expect(resolver.areOne("police/1", "home/9"))
    }

    @Test("A child's old name leads to where its first record is now")
    func redirect() throws {
        var resolver = three()
        let school = try #require(resolver.child(of: key("school/1")))
        let others = try #require(resolver.child(of: key("health/1")))
        let change = resolver.decide(.same([key("police/1"), key("school/1")]), at: 2)
        #expect(change.redirects == [school: others])
        #expect(change.redirect(school) == others && resolver.redirect(school) == others)
        #expect(resolver.records(of: school) == [])
        #expect(resolver.records(of: others).map(\.description) == ["health/1", "police/1", "school/1"])
        #expect(change.touched == [school, others].sorted())
    }

    @Test("Why two records are one child is a path, and shows no value")
    func why() {
        var resolver = three()
        _ = resolver.decide(.same([key("police/1"), key("school/1")]), at: 2)
        let reasons = resolver.why(key("health/1"), key("school/1"))
        #expect(
            reasons == [
                "health/1 and police/1: both carry the same full name and birth date",
                "police/1 and school/1: a person decided that they are the same (entry 2)",
            ]
        )
    }

    @Test("Decisions about alerts change nothing")
    func others() {
        var resolver = three()
        #expect(resolver.decide(.close(alert: "A-1-1", outcome: "help"), at: 9).isEmpty)
        #expect(resolver.decide(.takenBack(position: 9), at: 10).isEmpty)
    }
}
