import SafeguardingModel
import StrictYAML
import Testing

@Suite("YAML that people write")
struct StrictYAMLTests {
    private func node(_ text: String) throws -> YAMLNode { try YAMLNode(parsing: text, file: "example.yaml") }

    private func complaint(_ body: () throws -> Void) -> String? {
        do { try body() } catch { return "\(error)" }
        return nil
    }

    @Test("An unknown key is an error with its line and a suggestion")
    func unknownKey() throws {
        let root = try node("rule: a\n\nsevrity: high\n")
        #expect(
            complaint { _ = try root.mapping(of: ["rule", "severity"]) }
                == "example.yaml:3: unknown key 'sevrity', did you mean 'severity'? Known here: rule, severity."
        )
    }

    @Test(
        "A broken file says where",
        arguments: [
            ("a: [1, 2", "example.yaml:"), ("", "example.yaml: the file is empty"), ("a: 1\na: 2", "stands twice"),
            ("1: a\n\"1\": b", "stands twice"), ("!!int 1: a\n1: b", "stands twice"),
            ("a: &x 1", "example.yaml:1: anchors (&name) and aliases (*name) are not used here"),
            ("a: { b: &x [1], c: *x }", "are not used here"),
        ]
    )
    func broken(text: String, says: String) throws {
        let words = try #require(complaint { _ = try node(text).mapping(of: ["a"]) })
        #expect(words.contains(says))
    }

    @Test("Values are read as what they should be, or refused in words")
    func values() throws {
        let root = try node("n: 3\ntext: '3'\nflag: true\nlist: [a, b]\none: a\nempty:\n").openMapping()
        #expect(try root.required("n").integer() == 3)
        #expect(
            complaint { _ = try root.required("text").integer() }
                == "example.yaml:2: expected a whole number, found text"
        )
        #expect(try root.required("flag").bool())
        #expect(try root.required("list").strings() == ["a", "b"])
        #expect(try root.required("one").strings() == ["a"])
        #expect(root.optional("empty") == nil)
        #expect(complaint { _ = try root.required("gone") } == "example.yaml:1: the key 'gone' is missing")
    }

    @Test(
        "Lengths of time are read as people write them",
        arguments: [("72h", Span.hours(72)), ("90 d", .days(90)), ("30 min", .minutes(30)), ("2 weeks", .days(14))]
    )
    func spans(text: String, span: Span) throws {
        #expect(try node("x: \(text)").openMapping().required("x").span() == span)
    }

    @Test("A length of time without a unit is refused", arguments: ["72", "h", "-3 d", "3 fortnights"])
    func noSpan(text: String) throws {
        let value = try node("x: \(text)").openMapping().required("x")
        #expect(throws: YAMLError.self) { try value.span() }
    }
}
