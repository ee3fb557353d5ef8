/// Where somebody signs in.
struct SignInPage: Sendable {
    let frame: PageFrame
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
    let frame: PageFrame
    let href: String
}

/// Something that cannot be shown or done, and what to do instead.
struct MessagePage: Sendable {
    let frame: PageFrame
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
    let frame: PageFrame
    let action: String
    let formToken: String
}
