import DaemonKit

/// The form that asks for a reason to open the file of a child with whom the reader has no open work.
struct ReasonPage: Page {
    let frame: PageFrame
    let action: String

    var content: HTML {
        """
        <div class="message">
        <h1>Why do you open this file?</h1>
        <p>You have no open work with this child. You may still open the file: say why. Your manager sees the reason, \
        and it stays in the record of who saw what.</p>
        <form method="post" action="\(action)" class="reason">
        \(frame.token)
        <label for="reason">Reason</label>
        <textarea id="reason" name="reason" rows="3" minlength="10" maxlength="500" required \
        aria-describedby="reason-help"></textarea>
        <p class="small" id="reason-help">One sentence: who asked, and what for.</p>
        <button type="submit">Open the file</button> <a class="cancel" href="/">Do not open it</a>
        </form>
        </div>
        """
    }
}
