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
    /// Every one and every two of those in it are tried: the longest may well lie across the two that it was made of.
    /// Three different ones are accepted, since a few words in a row may well be common.
    static func isComposed(_ bare: String) -> Bool {
        let words = commonWords(in: bare)
        func left(_ rest: [Substring]) -> Int { rest.reduce(0) { $0 + $1.count } }
        return words.contains { first in
            let rest = bare.split(separator: first)
            return left(rest) <= 4
                || words.contains { second in left(rest.flatMap { $0.split(separator: second) }) <= 4 }
        }
    }

    private static func commonWords(in text: String) -> Set<Substring> {
        var words: Set<Substring> = []
        for start in text.indices {
            for length in 4...16 {
                let word = text[start...].prefix(length)
                if word.count == length, common.contains(word) { words.insert(word) }
            }
        }
        return words
    }
}
