import Accounts
import DaemonKit
import SafeguardingModel

/// The page for a person's own account.
struct PasswordPage: Page {
    let frame: PageFrame
    let account: String
    /// Whether the account has a password here; otherwise it signs in by the provider.
    let hasPassword: Bool
    let fault: String?
    /// The account's open sessions, this one first.
    let sessions: [SessionRow]

    var content: HTML {
        """
        <div class="sign-in">
        <h1>Your account</h1>
        <h2>Change your password</h2>
        \(fault.map { #"<p class="fault" role="alert" id="fault">\#($0)</p>"# })
        \(hasPassword ? passwordForm : PasswordPage.elsewhere)
        <h2>Where you are signed in</h2>
        <ul class="sessions">
        \(sessions.map { $0.isThis ? own($0) : other($0) })
        </ul>
        <p class="small">At most five at once; a sixth ends the one that was used longest ago. If you do not know one of \
        these, end it and change your password.</p>
        <h2>Sign out everywhere</h2>
        <form method="post" action="/logout">
        \(frame.token)
        <button type="submit" name="everywhere" value="yes">Sign out everywhere</button>
        </form>
        <p class="small">Here and in every other browser: after you left a machine that others use.</p>
        </div>
        """
    }

    /// The words of the meter's steps; the page's script estimates the step (`account.js`).
    private static let strengths = [
        "Very easy to guess", "Easy to guess", "Not easy to guess; another word makes it better", "Hard to guess",
        "Very hard to guess",
    ]

    private static let elsewhere: HTML = """
        <p>This account has no password here. Whoever signs you in keeps it: change it there.</p>
        """

    private var passwordForm: HTML {
        let steps = PasswordPage.strengths
        let words = steps.enumerated().map { "\($1) (\($0 + 1) of \(steps.count))." }.joined(separator: "|")
        return """
            <form method="post" action="/password">
            \(frame.token)
            <input type="text" autocomplete="username" value="\(account)" hidden>
            <label for="current">Your password now</label>
            <input id="current" name="current" type="password" autocomplete="current-password" autocapitalize="none" \
            spellcheck="false" required\(#" aria-describedby="fault""#, if: fault != nil)>
            <label for="new">The new password</label>
            <input id="new" name="new" type="password" autocomplete="new-password" autocapitalize="none" \
            spellcheck="false" required aria-describedby="rules">
            <p class="small" id="rules">At least \(DeskAccounts.shortestPassword) characters: a few words in a row that \
            have nothing to do with each other.</p>
            <div class="strength" id="strength-line" hidden>
            <label for="strength">How hard it is to guess</label>
            <meter id="strength" data-of="new" min="0" max="\(steps.count)" low="3" high="4" optimum="\(steps.count)" \
            value="0"></meter>
            <p class="small" id="strength-words" aria-live="polite" data-words="\(words)"></p>
            </div>
            <label for="again">The new password again</label>
            <input id="again" name="again" type="password" autocomplete="new-password" autocapitalize="none" \
            spellcheck="false" required>
            <button type="button" class="second show" data-shows="current new again" aria-pressed="false" hidden>\
            Show what is typed</button>
            <button type="submit">Change it</button>
            </form>
            <p class="small">You stay signed in here. Your sessions in other browsers end.</p>
            """
    }

    private func own(_ session: SessionRow) -> HTML {
        """
        <li><p><strong>Here</strong>, from \(session.address)<span class="distance">since \(session.began)</span></p></li>

        """
    }

    private func other(_ session: SessionRow) -> HTML {
        """
        <li><p>From \(session.address)<span class="distance">since \(session.began), last used \(session.used)</span></p>
        <form method="post" action="/password/sessions">
        \(frame.token)
        <button type="submit" class="second" name="session" value="\(session.name)">End it<span class="unseen">: the \
        session from \(session.address), since \(session.began.words), last used \(session.used)</span></button>
        </form></li>

        """
    }
}
