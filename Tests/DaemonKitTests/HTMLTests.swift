import DaemonKit
import Testing

@Suite("Pieces of a page")
struct HTMLTests {
    @Test(
        "A text is escaped wherever it is interpolated",
        arguments: [
            ("Ada Example", "Ada Example"), ("<b>", "&lt;b&gt;"), ("Tom & Ann's", "Tom &amp; Ann&#39;s"),
            ("\"`", "&quot;&#96;"), ("&lt;", "&amp;lt;"), ("–é", "–é"),
            // A combining mark after the sign makes another character of it, and the same byte for a browser.
            ("\"\u{301}", "&quot;\u{301}"), ("<\u{301}script>", "&lt;\u{301}script&gt;"),
            ("a\0b\u{1B}\u{202E}", "a\u{FFFD}b\u{FFFD}\u{FFFD}"),
        ]
    )
    func escapes(text: String, expected: String) {
        let piece: HTML = "<p title=\"\(text)\">\(text)</p>"
        #expect(piece.bytes == Array("<p title=\"\(expected)\">\(expected)</p>".utf8))
    }

    @Test("No text of three hostile characters becomes markup, and none of it is lost")
    func everyText() {
        let alphabet = ["<", ">", "&", "\"", "'", "`", "\\", "/", "\u{301}", "\0", "a", "lt;"]
        for first in alphabet {
            for second in alphabet {
                for third in alphabet {
                    let text = first + second + third
                    let escaped = ("\(text)" as HTML).text
                    #expect(!escaped.utf8.contains { "<>\"'`".utf8.contains($0) }, "\(text)")
                    let entities = [
                        ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#96;", "`"), ("&amp;", "&"),
                    ]
                    let read = entities.reduce(Array(escaped.utf8)) { bytes, entity in
                        bytes.replacing(Array(entity.0.utf8), with: Array(entity.1.utf8))
                    }
                    #expect(read == Array(HarmlessText.shown(text).utf8), "\(text)")
                }
            }
        }
    }

    @Test(
        "A text that begins an address is one of this site, or nowhere",
        arguments: [
            ("/", "/"), ("/alerts/A-1?ask=0#form", "/alerts/A-1?ask=0#form"), ("/a&b", "/a&amp;b"),
            ("javascript:alert(1)", "#"), ("JAVASCRIPT:x", "#"), ("data:text/html,x", "#"), ("", "#"), (" /x", "#"),
            ("https://example.org/", "#"), ("//example.org", "#"), ("/\\example.org", "#"), ("/\t/example.org", "#"),
            ("/\n/example.org", "#"), ("\\/example.org", "#"), ("alerts", "#"),
        ]
    )
    func addresses(address: String, expected: String) {
        let pieces: [HTML] = [
            "<a href=\"\(address)\">", "<form action=\"\(address)\">", "<button formaction=\"\(address)\">",
            "<script src=\"\(address)\">",
        ]
        for (piece, start) in zip(pieces, ["a href", "form action", "button formaction", "script src"]) {
            #expect(piece.text == "<\(start)=\"\(expected)\">")
        }
        let query: HTML = "<a href=\"/search?q=\(address)\">"
        #expect(query.text == "<a href=\"/search?q=\(("\(address)" as HTML).text)\">")
    }

    @Test("Pieces are kept as they are, one by one, many, none, and on a condition")
    func pieces() {
        let (bold, none): (HTML, HTML?) = ("<b>\("&")</b>", nil)
        let many: [HTML] = ["<i>1</i>", "<i>2</i>"]
        let all: HTML = "\(bold)\(none)\(many)\(7)\("<u>", if: true)\("<s>", if: false)"
        #expect(all.text == "<b>&amp;</b><i>1</i><i>2</i>7<u>")
    }
}
