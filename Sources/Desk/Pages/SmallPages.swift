/// Where somebody signs in.
struct SignInPage: Sendable {
    let frame: Frame
    let formToken: String
    let account: String
    let fault: String?
    /// Nobody can sign in yet, and how that is changed.
    let hasNoAccounts: Bool
    /// Where to go afterwards: a path of our own, or empty.
    let then: String
    /// The other way in, where there is one.
    let provider: MessagePage.Link?
}

/// Somebody is in, and is led on.
///
/// A page and no redirection: what follows another site's lead carries no cookie of ours.
struct WelcomePage: Sendable {
    let frame: Frame
    let href: String
}

/// Something that cannot be shown or done, and what to do instead.
struct MessagePage: Sendable {
    let frame: Frame
    let heading: String
    let sentences: [String]
    /// What somebody wrote and must not lose.
    var typed: String?
    let link: Link?

    struct Link: Sendable {
        let href: String
        let words: String
    }
}

/// Asks why somebody opens the file of a child with whom they have no open work.
struct ReasonPage: Sendable {
    let frame: Frame
    let action: String
    let formToken: String
}
