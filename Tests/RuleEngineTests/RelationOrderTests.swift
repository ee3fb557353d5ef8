import Foundation
import RuleEngine
import SafeguardingModel
import StrictYAML
import TestKit
import Testing

@Suite("Who a person is to a child, as a site's file orders it")
struct RelationOrderTests {
    private static func order(_ text: String) throws(YAMLError) -> RelationOrder {
        try RelationOrder(parsing: text, file: "relations.yaml")
    }

    private static func shipped() throws -> String { try ShippedRules.relations().text }

    @Test("The shipped file is the order of a site that has none")
    func shipped() throws {
        #expect(try Self.order(Self.shipped()) == .usual)
    }

    @Test("A configuration that was written down before there was such a file is read, and has the usual order")
    func before() throws {
        let now = SiteConfiguration(agencies: [], rules: [], relations: try ShippedRules.relations())
        var written = try JSONSerialization.jsonObject(with: JSONEncoder().encode(now)) as? [String: Any] ?? [:]
        #expect(written.removeValue(forKey: "relations") != nil)
        let bytes = try JSONSerialization.data(withJSONObject: written)
        let read = try JSONDecoder().decode(SiteConfiguration.self, from: bytes)
        #expect(read == SiteConfiguration(agencies: [], rules: []))
    }

    @Test("A relation may be moved and given another meaning")
    func changed() throws {
        let text = try Self.shipped().replacing("friend, foundWith: silent", with: "friend, foundWith: counts")
        let order = try Self.order(text)
        #expect(order != .usual && order.lines.map(\.relation) == RelationOrder.usual.lines.map(\.relation))
    }

    @Test(
        "A mistake is told with its line",
        arguments: [
            (
                "relation: carer", "relation: carers",
                "relations.yaml:11: 'carers' is not known here, did you mean 'carer'?"
            ),
            ("shared: silent", "shard: silent", "relations.yaml:9: unknown key 'shard'"),
            ("relation: carer", "relation: family", "relations.yaml:11: the relation 'family' stands here twice"),
            ("- { relation: friend", "# - { relation: friend", "relations.yaml:6: the relation 'friend' is missing"),
            ("relation: declared", "relation: family", "relations.yaml:7: 'listed' and 'declared' come first"),
            ("listed, foundWith: counts", "listed, foundWith: silent", "relations.yaml:6: 'listed' always counts"),
            (
                "formerly-of-concern, foundWith: counts, shared: counts",
                "formerly-of-concern, foundWith: counts, shared: silent",
                "relations.yaml:8: 'formerly-of-concern' always counts"
            ),
            ("relation: adult", "relation: unknown", "relations.yaml:15: the relation 'unknown' stands here twice"),
        ]
    )
    func mistakes(written: String, wrong: String, message: String) throws {
        var text = try Self.shipped()
        let range = try #require(text.firstRange(of: written))
        text.replaceSubrange(range, with: wrong)
        let fault = #expect(throws: YAMLError.self) { try Self.order(text) }
        #expect(fault?.description.hasPrefix(message) ?? false, "\(fault?.description ?? "")")
    }
}
