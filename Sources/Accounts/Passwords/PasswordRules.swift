import DaemonKit

/// The rules for a new password: long, and not the first that an attacker would try.
///
/// There are no rules about capitals, digits or signs: they make passwords worse.
enum PasswordRules {
    /// - Parameters:
    /// - former: the password that is to be replaced.
    ///   - breached: the site's own list, where it has one.
    static func demand(
        _ password: String,
        for name: String,
        besides former: String? = nil,
        notIn breached: BreachedFile? = nil
    ) throws(AccountError) {
        guard !hasControls(password) else { throw .passwordHasControls }
        guard password != former else { throw .passwordIsTheSame }
        // A row of spaces counts as one: it is as easily guessed.
        let length = password.split(whereSeparator: \.isWhitespace).joined(separator: " ").count
        guard length >= DeskAccounts.shortestPassword else {
            throw .passwordTooShort(atLeast: DeskAccounts.shortestPassword)
        }
        guard password.count <= DeskAccounts.longestPassword else {
            throw .passwordTooLong(atMost: DeskAccounts.longestPassword)
        }
        guard !password.lowercased().contains(name) || name.count < 4 else { throw .passwordSaysTheName }
        try refuseKnown(password, notIn: breached)
    }

    /// Returns whether a password has control characters. A new one has none; of an older one only NUL is refused, which
    /// a hash does not show at the end of a password.
    private static func hasControls(_ password: String) -> Bool {
        password.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// Refuses a password that is on a list, or that is composed of listed ones.
    ///
    /// The site's own list comes first: where it cannot be searched, that is the only fault, since no password can be
    /// set.
    static func refuseKnown(_ password: String, notIn breached: BreachedFile?) throws(AccountError) {
        guard !(try stands(password, in: breached)) else { throw .passwordIsBreached }
        let bare = password.lowercased().filter { !$0.isWhitespace }
        guard !BreachedPasswords.guessed.contains(Substring(bare)), !isRepetition(Array(bare)) else {
            throw .passwordIsCommon
        }
        guard !BreachedPasswords.long.contains(Substring(bare)) else { throw .passwordIsBreached }
        guard !BreachedPasswords.isComposed(bare) else { throw .passwordIsComposed }
    }

    private static func stands(_ password: String, in breached: BreachedFile?) throws(AccountError) -> Bool {
        do throws(FileError) { return try breached?.contains(password) ?? false } catch { throw .file(error) }
    }

    /// Returns whether it is one to three characters repeated.
    private static func isRepetition(_ letters: [Character]) -> Bool {
        (1...3).contains { length in
            letters.indices.dropFirst(length).allSatisfy { letters[$0] == letters[$0 - length] }
        }
    }
}
