import DaemonKit
import Testing

@Suite("Text that is harmless where it goes out")
struct HarmlessTextTests {
    @Test(
        "Control characters, and signs that turn the direction of writing, stand for themselves no more",
        arguments: [
            ("plain, Łucja, 🙂, €, Â", "plain, Łucja, 🙂, €, Â", "plain, Łucja, 🙂, €, Â"),
            ("two\nlines\tand a tab", "two\nlines\tand a tab", "two\nlines\tand a tab"),
            ("a\u{1B}[31mb", "a\u{FFFD}[31mb", "a\\u001B[31mb"), ("\u{7}\0", "\u{FFFD}\u{FFFD}", "\\u0007\\u0000"),
            ("\u{9B}2J\u{7F}", "\u{FFFD}2J\u{FFFD}", "\\u009B2J\\u007F"),
            ("a\u{202E}b\u{2069}", "a\u{FFFD}b\u{FFFD}", "a\\u202Eb\\u2069"),
            ("one\r\ntwo\rthree", "one\ntwo\u{FFFD}three", "one\ntwo\\u000Dthree"),
            // Marks of direction that Arabic needs, and a sign with the same first byte.
            ("\u{200F}\u{2019}\u{A9}", "\u{200F}\u{2019}\u{A9}", "\u{200F}\u{2019}\u{A9}"),
        ]
    )
    func harmless(text: String, shown: String, printed: String) {
        #expect(HarmlessText.shown(text) == shown)
        #expect(HarmlessText.printed(text) == printed)
        #expect(HarmlessText.isHarmless(text) == (text == shown))
        #expect(!HarmlessText.printedLine(text).contains { $0.isNewline || $0 == "\t" })
    }
}
