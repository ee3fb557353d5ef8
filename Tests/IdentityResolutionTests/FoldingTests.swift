import IdentityResolution
import Testing

@Suite("Folding names and numbers")
struct FoldingTests {
    @Test(
        "What people write in different ways is one text, and its pieces can be told",
        arguments: [
            ("O'Sample", "osample", ["o", "sample"]), ("O’Sample", "osample", ["o", "sample"]),
            // The apostrophe that is a letter to Unicode, and the ayn of transliterated Arabic.
            ("Oʼsample", "osample", ["o", "sample"]), ("ʿAli", "ali", ["ali"]),
            ("al-Sample", "alsample", ["al", "sample"]),
            ("Łucja", "lucja", ["lucja"]), ("Søren Weiß", "sorenweiss", ["soren", "weiss"]),
            ("IŞIK İpek", "isikipek", ["isik", "ipek"]), ("Ne\u{301}mec", "nemec", ["nemec"]),
            ("999 000-0018", "9990000018", ["999", "000", "0018"]), ("", "", []), ("' -", "", []),
            ("Мария", "mariya", ["mariya"]), ("محمد مثال", "محمدمثال", ["محمد", "مثال"]),
        ]
    )
    func folds(text: String, folded: String, pieces: [String]) {
        #expect(Folding.text(text) == folded)
        #expect(Folding.pieces(text) == pieces)
    }

    @Test("A child whose apostrophe is a letter at one agency and a sign at the other is one child")
    func apostrophe() {
        var resolver = Resolver()
        _ = resolver.learn(key("police/1"), person("Ann O'Sample", born: "2001-06-15", nhs: "9990000018"))
        _ = resolver.learn(key("health/1"), person("Ann Oʼsample", born: "2001-06-15", nhs: "9990000018"))
        #expect(resolver.areOne("police/1", "health/1"))
        #expect(!resolver.why(key("police/1"), key("health/1")).joined().contains("differ"))
    }
}
