import Accounts
import Correlation
import DaemonKit
import SafeguardingModel

/// The frame of every page: the site's name, the account, how far the desk has read.
struct PageFrame {
    struct Visitor {
        let name: String
        let role: Role
        let formToken: String
        /// The greeting with the last sign-in, for the foot of the page.
        var greeting: String?
    }

    let title: String
    let site: String
    var visitor: Visitor?
    /// Whether the navigation bar is shown; `place` is the link of it that leads here.
    var showsPlaces = false
    var place: Place?
    /// Whether the page listens for changes, and warns when it hears nothing any more.
    var isLive = false
    /// Whether the page has password fields, and needs the script for them.
    var asksPassword = false
    /// A message about what was just done or failed.
    var notice: String?
    var freshness: Freshness?
    var times: Times?

    /// The hidden field by which a form shows that it comes from this page.
    var token: HTML { #"<input type="hidden" name="token" value="\#(visitor?.formToken ?? "")">"# }

    func html(around content: HTML) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="en-GB">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>\(title) · \(site)</title>
        <link rel="stylesheet" href="/assets/desk.css">
        <link rel="icon" href="/assets/desk.svg" type="image/svg+xml">
        \(#"<script src="/assets/desk.js" defer></script>"#, if: isLive)
        \(#"<script src="/assets/account.js" defer></script>"#, if: asksPassword)
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="bar">
        <div class="bar-inner">
        <p class="site"><a href="/">\(site)</a></p>
        \(navigation)
        \(account)
        </div>
        </header>
        \(staleness)
        \(notice.map { #"<div class="banner notice" role="status"><p>\#($0)</p></div>"# })
        <main id="main" tabindex="-1">
        \(content)
        </main>
        <footer class="foot">
        \(lastRead.map { "<p>\($0)</p>" })
        \(visitor?.greeting.map { "<p>\($0)</p>" })
        \("<p>What stands here is confidential. Print only what you need.</p>", if: visitor != nil)
        </footer>
        </body>
        </html>
        """
    }

    private var navigation: HTML? {
        let places = Place.allCases.filter { place in visitor.map { place.isFor($0.role) } ?? false }
        guard showsPlaces, places.count > 1 else { return nil }
        let links = places.map { link -> HTML in
            """
            <li><a href="\(link.href)"\(#" aria-current="page""#, if: link == place)>\(link.words)</a></li>

            """
        }
        return """
            <nav class="places" aria-label="Pages">
            <ul>
            \(links)</ul>
            </nav>
            """
    }

    private var account: HTML? {
        visitor.map { visitor in
            """
            <form class="visitor" method="post" action="/logout">
            \(token)
            <p>Signed in as <a href="/password"><strong>\(visitor.name)</strong><span class="unseen">, your account\
            </span></a> <span class="role">\(DeskWords.role(visitor.role))</span></p>
            <button type="submit" class="quiet">Sign out</button>
            </form>
            """
        }
    }

    private var staleness: HTML? {
        let stale = freshness.flatMap { PageFrame.warning($0, times: times) }
        guard isLive, let times else {
            return stale.map { #"<div class="banner stale" role="alert"><p>\#($0)</p></div>"# }
        }
        let news = times.short(freshness?.newsUntil ?? times.now).words
        return """
            <div id="stale" class="banner stale" role="alert"\(" hidden", if: stale == nil) data-news="\(news)" \
            data-gone="Out of date: nothing new since {time}. The desk does not answer. Phone agencies about urgent \
            matters until this message goes." data-still="Out of date: nothing new since {time}. This page does not \
            renew itself any more. Load it again."><p>\(stale ?? "")</p></div>
            <noscript><div class="banner made"><p>Made on \(times.text(times.now).words). This page does not renew \
            itself. Load it again to see what is new.</p></div></noscript>
            """
    }

    private var lastRead: String? {
        guard let at = freshness?.lastAt, let times else { return nil }
        return "Last entry read: \(times.text(at).words)"
    }

    /// Returns why the page may be out of date, or judged by older rules, and what to do; nil where it is neither.
    static func warning(_ freshness: Freshness, times: Times?) -> String? {
        let unread = freshness.unread.map { "\(Wording.capitalised($0.sentence)). Tell whoever runs the desk." }
        let words = [interruption(freshness, times: times), unread].compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private static func interruption(_ freshness: Freshness, times: Times?) -> String? {
        switch freshness.state {
        case .live: return nil
        case .starting: return "The desk has just started and has not read anything yet."
        case .catchingUp:
            return
                "The desk is still reading what came in before it started. Alerts may be missing here until it is done."
        case .interrupted(let since):
            let time = times.map { "nothing new since \($0.short(since).words)" } ?? "nothing new comes in"
            return "Out of date: \(time). Phone agencies about urgent matters until this message goes."
        }
    }
}

extension PageFrame {
    /// A page that the navigation bar links to.
    enum Place: String, CaseIterable {
        case list, handover, search, answers, numbers, oversight

        fileprivate var words: String {
            switch self {
            case .list: "Alerts"
            case .handover: "Hand-over"
            case .search: "Find a child"
            case .answers: "Answers"
            case .numbers: "Numbers"
            case .oversight: "Who saw what"
            }
        }

        fileprivate var href: String { self == .list ? "/" : "/\(rawValue)" }

        fileprivate func isFor(_ role: Role) -> Bool {
            switch self {
            case .list, .search, .handover, .answers: role.mayRead
            case .numbers, .oversight: role.mayOversee
            }
        }
    }
}
