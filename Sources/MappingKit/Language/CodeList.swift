/// A translation of a system's codes into the bus's words.
struct CodeList: Hashable, Sendable {
    /// The treatment of a code that the list does not contain.
    enum Otherwise: String, Hashable, Sendable, CaseIterable {
        /// The row is rejected, so that a person decides.
        case reject
        /// The code is passed on as it is.
        case keep
        /// The field stays empty.
        case empty
    }

    let name: String
    let words: [String: String]
    let otherwise: Otherwise

    enum Answer: Hashable, Sendable { case word(String), unknown }

    func word(for code: String) -> Answer {
        if let word = words[code] ?? words[CodeList.folded(code)] { return .word(word) }
        switch otherwise {
        case .reject: return .unknown
        case .keep: return .word(code)
        case .empty: return .word("")
        }
    }

    /// Returns the code in the form in which codes are compared: without regard to case and surplus blanks.
    static func folded(_ code: String) -> String {
        code.lowercased().split(separator: " ").joined(separator: " ")
    }
}
