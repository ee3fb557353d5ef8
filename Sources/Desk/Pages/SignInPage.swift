import DaemonKit

/// The page for signing in.
struct SignInPage: Page {
    let frame: PageFrame
    let formToken: String
    let account: String
    let fault: String?
    /// Whether there are no accounts yet, so that the page explains how to add one.
    let hasNoAccounts: Bool
    /// The page to open afterwards: a path of the desk, or empty.
    let then: String
    /// The link to the identity provider, where there is one.
    let provider: PageLink?

    var content: HTML {
        """
        <div class="sign-in">
        <h1>Sign in</h1>
        \(SignInPage.noAccounts, if: hasNoAccounts)
        \(fault.map { #"<p class="fault" role="alert" id="fault">\#($0)</p>"# })
        \(provider.map(elsewhere))
        <form method="post" action="/login">
        <input type="hidden" name="token" value="\(formToken)">
        <input type="hidden" name="then" value="\(then)">
        <label for="account">Account</label>
        <input id="account" name="account" type="text" autocomplete="username" autocapitalize="none" \
        spellcheck="false" maxlength="64" required value="\(account)"\
        \(#" aria-describedby="fault""#, if: fault != nil)>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" autocapitalize="none" \
        spellcheck="false" required>
        <button type="button" class="second show" data-shows="password" aria-pressed="false" hidden>Show what is typed\
        </button>
        <label for="code">Code from your authenticator <span class="optional">if you have one</span></label>
        <input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="8">
        <button type="submit">Sign in</button>
        </form>
        <p class="small">You are signed out after 15 minutes without use, and after 10 hours in any case.</p>
        </div>
        """
    }

    private static let noAccounts: HTML = """
        <p class="panel">Nobody can sign in yet. On the desk's machine, <code>refbus desk account add</code> makes an \
        account.</p>
        """

    private func elsewhere(_ provider: PageLink) -> HTML {
        """
        <p class="elsewhere"><a class="button" href="\(provider.href)">Sign in with \(provider.words)</a></p>
        <p class="small">Or with an account of the desk:</p>
        """
    }
}
