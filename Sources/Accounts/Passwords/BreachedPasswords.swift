import CPasswordLists

/// The passwords inside the program that an attacker would try, in lower case and without spaces; `NOTICE` has the
/// sources.
package enum BreachedPasswords {
    /// Long ones that anybody would try first, written down by hand.
    static let guessed = words(guessed_passwords())
    /// Ten thousand out of breaches that are long enough for the policy.
    package static let long = words(breached_passwords())
    /// The most common ones, of 4 to 16 characters, and the words that belong to this program and its users.
    static let common = words(common_passwords()).union([
        "referralbus", "csedesk", "cseteam", "safeguarding", "socialcare", "socialworker", "childprotection",
    ])

    private static func words(_ list: password_list) -> Set<Substring> {
        let text = String(decoding: UnsafeRawBufferPointer(start: list.bytes, count: list.count), as: UTF8.self)
        return Set(text.split(whereSeparator: \.isNewline))
    }

    /// Returns whether a password, in lower case and without spaces, is one or two of the common ones, as often as one
    /// likes, and at most four other characters.
    ///
    /// The longest common one is removed wherever it stands, and then the longest in the rest. Three different ones are
    /// accepted, since a few words in a row may well be common.
    static func isComposed(_ bare: String) -> Bool {
        var rest = [Substring(bare)]
        for _ in 0..<2 {
            guard let word = rest.compactMap(longestCommon).max(by: { $0.count < $1.count }) else { break }
            rest = rest.flatMap { $0.split(separator: word) }
        }
        let left = rest.reduce(0) { $0 + $1.count }
        return left <= 4 && left < bare.count
    }

    private static func longestCommon(in text: Substring) -> Substring? {
        for length in stride(from: min(16, text.count), through: 4, by: -1) {
            for start in 0...text.count - length {
                let word = text.dropFirst(start).prefix(length)
                if common.contains(word) { return word }
            }
        }
        return nil
    }
}
