/// Numbers and lists in sentences for people.
package enum Wording {
    /// Returns `1 alert`, `2 alerts`.
    package static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }

    /// Returns `police`, `police and health`, `police, health and education`.
    package static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return "\(items.dropLast().joined(separator: ", ")) and \(last)"
    }

    package static func capitalised(_ text: String) -> String {
        guard let first = text.utf8.first, first < 0x80 else { return text.prefix(1).uppercased() + text.dropFirst() }
        guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return text }
        var letters = Array(text.utf8)
        letters[0] = first - 32
        return String(decoding: letters, as: UTF8.self)
    }
}
