import Foundation

/// An estimate of how hard a password is to guess, in five steps; a page's script makes the same one while somebody
/// types (`account.js`).
///
/// The estimate counts tenths of a bit, as for an attacker who guesses words: a letter is worth 2.6 bits (a word of
/// five letters is one of some eight thousand), a digit 3.3, any other character 5. The third of three characters that
/// repeat, or follow each other in the alphabet, in numbers or on the keyboard, and each further one, is worth half a
/// bit; a repeated word or piece is worth one bit. No list is consulted: a listed password is the easiest to guess,
/// whatever the estimate is.
public enum PasswordStrength: Int, Hashable, Sendable, CaseIterable {
    case veryEasy = 1, easy, fair, hard, veryHard

    /// The words that follow "it is".
    public var words: String {
        switch self {
        case .veryEasy: "very easy to guess"
        case .easy: "easy to guess"
        case .fair: "not easy to guess; another word makes it better"
        case .hard: "hard to guess"
        case .veryHard: "very hard to guess"
        }
    }

    /// The words with the step and the number of steps: `hard to guess (4 of 5)`.
    public var sentence: String { "\(words) (\(rawValue) of \(PasswordStrength.allCases.count))" }

    public init(of password: String) {
        // 40 bits are a million million guesses; five words from a list of some thousand come to 65.
        switch PasswordStrength.tenths(password) {
        case ..<250: self = .veryEasy
        case ..<400: self = .easy
        case ..<550: self = .fair
        case ..<700: self = .hard
        default: self = .veryHard
        }
    }

    private static func tenths(_ password: String) -> Int {
        let text = password.precomposedStringWithCompatibilityMapping.lowercased()
        var known: Set<String> = []
        return text.split(whereSeparator: \.isWhitespace).map(String.init).reduce(0) { sum, word in
            sum + (known.insert(word).inserted ? tenths(ofWord: Array(word.unicodeScalars)) : again)
        }
    }

    private static let again = 10

    private static func tenths(ofWord word: [Unicode.Scalar]) -> Int {
        if let piece = repeatedPiece(word) { return tenths(ofWord: piece) + again }
        return word.indices.reduce(0) { sum, index in
            let goesOn = index >= 2 && isRun(word[index - 2], word[index - 1], word[index])
            return sum + (goesOn ? 5 : worth(word[index]))
        }
    }

    /// Returns the piece that a word repeats: `abc` of `abcabc`.
    private static func repeatedPiece(_ word: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        guard word.count > 1 else { return nil }
        let length = (1...word.count / 2).first { length in
            word.count % length == 0 && word.indices.dropFirst(length).allSatisfy { word[$0] == word[$0 - length] }
        }
        return length.map { Array(word.prefix($0)) }
    }

    private static func worth(_ character: Unicode.Scalar) -> Int {
        if ("a"..."z").contains(character) { return 26 }
        return ("0"..."9").contains(character) ? 33 : 50
    }

    /// Returns whether the step from the first to the second is the step from the second to the third.
    private static func isRun(_ first: Unicode.Scalar, _ second: Unicode.Scalar, _ third: Unicode.Scalar) -> Bool {
        let code = (Int(second.value) - Int(first.value), Int(third.value) - Int(second.value))
        if code.0 == code.1 && (-1...1).contains(code.0) { return true }
        return rows.contains { row in
            guard let places = [first, second, third].map(row.firstIndex) as? [Int] else { return false }
            return abs(places[1] - places[0]) == 1 && places[2] - places[1] == places[1] - places[0]
        }
    }

    private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map { Array($0.unicodeScalars) }
}
