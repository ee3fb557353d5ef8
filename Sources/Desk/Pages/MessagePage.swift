import DaemonKit

/// The page for a request that cannot be fulfilled, with what to do instead.
struct MessagePage: Page {
    let frame: PageFrame
    let fault: WebError

    var content: HTML {
        """
        <div class="message">
        <h1>\(fault.heading)</h1>
        \(fault.sentences.map { "<p>\($0)</p>" })
        \(fault.typed.map { "<p>What you wrote, to copy:</p>\n<p class=\"panel typed\">\($0)</p>" })
        \(fault.link.map { #"<p><a href="\#($0.href)">\#($0.words)</a></p>"# })
        </div>
        """
    }
}

/// A link with its words.
struct PageLink: Sendable {
    let href: String
    let words: String
}
