/// A strict reader of the desk's pages: what browsers would forgive is a fault here.
///
/// Text that got out of its place is an element, an attribute or a sign that no page of ours writes.
struct PageMarkup {
    /// The elements in their order, each with the names of its attributes, and `/` before the names of those that end.
    private(set) var skeleton: [String] = []
    private(set) var faults: [String] = []
    private var open: [String] = []
    private var rest: ArraySlice<UInt8>

    init(_ page: String) {
        rest = Array(page.utf8)[...]
        if !take("<!DOCTYPE html>") { faults.append("no document type") }
        while let byte = rest.first {
            if byte == UInt8(ascii: "<") { readTag() } else { readText() }
            if faults.count > 5 { return }
        }
        if !open.isEmpty { faults.append("not closed: \(open)") }
    }

    private static let elements = Set(
        """
        a article aside body button caption circle code dd details div dl dt footer form g h1 h2 h3 head header html \
        input label li line link main meta meter nav noscript ol option p path rect script section select span strong \
        summary svg table tbody td text textarea th thead time title tr ul
        """.split(separator: " ").map(String.init)
    )
    private static let attributes = Set(
        """
        action aria-current aria-describedby aria-hidden aria-label aria-labelledby aria-live aria-pressed \
        autocapitalize autocomplete charset class content cx cy d data-alert data-gone data-label data-live data-news \
        data-of data-shows data-still data-words datetime defer download dx dy for formaction height hidden high href \
        id inputmode lang low max maxlength method min minlength name open optimum r rel required role rows rx scope \
        selected spellcheck src tabindex text-anchor transform type value viewBox width x x1 x2 y y1 y2
        """.split(separator: " ").map(String.init)
    )
    private static let empty: Set = ["input", "link", "meta"]
    private static let entities = ["&lt;", "&gt;", "&amp;", "&quot;", "&#39;", "&#96;"]

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    private mutating func readText() {
        let text = rest.prefix { $0 != UInt8(ascii: "<") }
        rest = rest[text.endIndex...]
        check(text)
        if open.last == "script" { faults.append("a script in the page") }
        if text.contains(UInt8(ascii: ">")) { faults.append("'>' in a text") }
    }

    /// Notes an ampersand that begins no entity, and signs that mean something to terminals or to reading order.
    private mutating func check(_ text: ArraySlice<UInt8>) {
        for index in text.indices {
            let byte = text[index]
            if byte == UInt8(ascii: "&"), !Self.entities.contains(where: { text[index...].starts(with: $0.utf8) }) {
                faults.append("an ampersand that is not escaped")
            }
            if byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F { faults.append("a control character") }
        }
        let harmful = ["\u{9B}", "\u{202E}", "\u{2066}"]
        if text.contains(0xC2) || text.contains(0xE2), harmful.contains(where: { text.firstRange(of: $0.utf8) != nil })
        {
            faults.append("a sign that changes how a text reads")
        }
    }

    private mutating func readTag() {
        rest.removeFirst()
        let isEnd = take("/")
        let name = readName()
        guard Self.elements.contains(name) else { return faults.append("the element '\(name)'") }
        var attributes: [String] = []
        while take(" ") { if let attribute = readAttribute(of: name) { attributes.append(attribute) } }
        let isWhole = take("/>")
        guard isWhole || take(">") else {
            faults.append("the tag of '\(name)' goes on with '\(String(decoding: rest.prefix(20), as: UTF8.self))'")
            rest = rest.dropFirst()
            return
        }
        skeleton.append(([isEnd ? "/\(name)" : name] + attributes).joined(separator: " "))
        if isEnd {
            if open.popLast() != name { faults.append("'\(name)' ends where it is not open") }
        } else if !isWhole, !Self.empty.contains(name) {
            open.append(name)
        }
    }

    private mutating func readName() -> String {
        let name = rest.prefix {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
        rest = rest[name.endIndex...]
        return String(decoding: name, as: UTF8.self)
    }

    private mutating func readAttribute(of element: String) -> String? {
        let name = readName()
        guard !name.isEmpty else { return nil }
        guard Self.attributes.contains(name) else {
            faults.append("the attribute '\(name)' of '\(element)'")
            return nil
        }
        guard take("=") else { return name }
        guard take("\"") else {
            faults.append("'\(name)' without quotation marks")
            return name
        }
        let value = rest.prefix { $0 != UInt8(ascii: "\"") }
        rest = rest[value.endIndex...].dropFirst()
        check(value)
        if value.contains(UInt8(ascii: "<")) { faults.append("'<' in '\(name)'") }
        if ["href", "action", "formaction", "src"].contains(name), !Self.isOwn(value) {
            faults.append("'\(name)' leads elsewhere")
        }
        return name
    }

    private static func isOwn(_ address: ArraySlice<UInt8>) -> Bool {
        address.first == UInt8(ascii: "#")
            || address.first == UInt8(ascii: "/") && !"/\\".utf8.contains(address.dropFirst().first ?? 0)
    }
}
