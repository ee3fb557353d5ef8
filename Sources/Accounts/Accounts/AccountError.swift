public import DaemonKit
public import StrictYAML

/// A reason why an account cannot be made or read.
///
/// It never contains a password or anything derived from one.
public enum AccountError: Error, CustomStringConvertible, Equatable {
    case badName
    case passwordTooShort(atLeast: Int)
    case passwordTooLong(atMost: Int)
    case passwordHasControls
    case passwordSaysTheName
    case passwordIsCommon
    case passwordIsBreached
    case passwordIsComposed
    case passwordIsTheSame
    case alreadyThere(name: String)
    case notThere(name: String)
    case notHashed
    case notSealed
    case keyGone(path: String)
    case otherKey(path: String, names: [String])
    case badSubject
    case subjectTaken(by: String)
    case noSignInMethod(name: String)
    case unreadable(YAMLError)
    case file(FileError)

    /// Whether the password that was typed is one that an attacker would try.
    var isOfGuesses: Bool {
        switch self {
        case .passwordIsCommon, .passwordIsBreached, .passwordIsComposed: true
        default: false
        }
    }

    public var description: String {
        switch self {
        case .badName: "an account's name is lower-case letters, digits, dots and hyphens, a letter first, at most 64"
        case .passwordTooShort(let least):
            "the password is too short: at least \(least) characters, a few words in a row"
        case .passwordTooLong(let most): "the password is too long: at most \(most) characters"
        case .passwordHasControls: "a password has no control characters (a NUL, a tab): type it by hand"
        case .passwordSaysTheName: "the password must not contain the account's name"
        case .passwordIsCommon:
            "that password is among the first that anybody would try; take a few words that have nothing to do with each other"
        case .passwordIsBreached:
            "that password stands in a list of breached ones, which whoever guesses has, too; take a few words that have nothing to do with each other"
        case .passwordIsComposed:
            "that password is one or two of the most common ones, again or with a few characters more; take a few words that have nothing to do with each other"
        case .passwordIsTheSame: "the new password is the one that it was"
        case .alreadyThere(let name): "there is an account '\(name)' already"
        case .notThere(let name): "there is no account '\(name)'"
        case .notHashed: "the password could not be hashed (is there enough memory?)"
        case .notSealed: "the second factor could not be encrypted"
        case .keyGone(let path):
            "\(path): this key is gone, and with it passwords and second factors were kept; put it back from the backup, or make another one (refbus desk account key) and give everybody a password again (refbus desk account password NAME)"
        case .otherKey(let path, let names):
            "\(path): another key kept the password or second factor of \(names.joined(separator: ", ")); put that key back, or run for each: refbus desk account password NAME, and where they have a second factor refbus desk account code NAME"
        case .badSubject: "the provider's subject is 1 to 255 visible characters"
        case .subjectTaken(let name): "that subject of the provider belongs to the account '\(name)'"
        case .noSignInMethod(let name):
            "'\(name)' could not sign in any more; give it a password first (refbus desk account password \(name))"
        case .unreadable(let fault): "\(fault)"
        case .file(let fault): "\(fault)"
        }
    }
}
