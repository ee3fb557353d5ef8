/// The page for signing in.
struct SignInPage: Sendable {
    let frame: PageFrame
    let formToken: String
    let account: String
    let fault: String?
    /// Whether there are no accounts yet, so that the page explains how to add one.
    let hasNoAccounts: Bool
    /// The page to open afterwards: a path of the desk, or empty.
    let then: String
    /// The link to the identity provider, where there is one.
    let provider: MessagePage.Link?
}

/// The page after signing in by the provider, which leads on to the desk.
///
/// A redirection would not do: browsers send none of our cookies along one that began at another site.
struct WelcomePage: Sendable {
    let frame: PageFrame
    let href: String
}

/// The page for a request that cannot be fulfilled, with what to do instead.
struct MessagePage: Sendable {
    let frame: PageFrame
    let heading: String
    let sentences: [String]
    /// Text that somebody wrote and must not lose.
    var typed: String?
    let link: Link?

    struct Link: Sendable {
        let href: String
        let words: String
    }
}

/// The form that asks for a reason to open the file of a child with whom the reader has no open work.
struct ReasonPage: Sendable {
    let frame: PageFrame
    let action: String
    let formToken: String
}
