import Accounts
import Correlation
import SafeguardingModel

/// The frame of every page: the site's name, the account, how far the desk has read.
struct PageFrame: Sendable {
    struct Visitor: Sendable {
        let name: String
        let role: String
        let formToken: String
        /// The greeting with the last sign-in, for the foot of the page.
        let greeting: String?
    }

    /// A page that the navigation bar links to.
    enum Place: String, Hashable, Sendable, CaseIterable {
        case list, handover, search, answers, numbers, oversight

        var words: String {
            switch self {
            case .list: "Alerts"
            case .handover: "Hand-over"
            case .search: "Find a child"
            case .answers: "Answers"
            case .numbers: "Numbers"
            case .oversight: "Who saw what"
            }
        }

        var href: String {
            switch self {
            case .list: "/"
            default: "/\(rawValue)"
            }
        }

        func isFor(_ role: Role) -> Bool {
            switch self {
            case .list, .search, .handover, .answers: role.mayRead
            case .numbers, .oversight: role.mayOversee
            }
        }
    }

    struct Way: Sendable {
        let href: String
        let words: String
        let isCurrent: Bool
    }

    let title: String
    let site: String
    let visitor: Visitor?
    let places: [Way]
    let hasPlaces: Bool
    /// Whether the page listens for changes, and warns when it hears nothing any more.
    let isLive: Bool
    /// The time at which the page was made; `news` is the time up to which it is current.
    let made: String?
    let news: String?
    /// Whether the page has password fields, and needs the script for them.
    var asksPassword = false
    /// A message about what was just done or failed.
    var notice: String?
    /// The reason why the page may be out of date.
    let stale: String?
    /// The last entry that the desk has read, for the foot of the page.
    let fresh: String?

    init(
        title: String,
        site: String,
        visitor: Visitor? = nil,
        places: [Way] = [],
        isLive: Bool = false,
        notice: String? = nil,
        freshness: Freshness? = nil,
        times: Times? = nil
    ) {
        self.title = title
        self.site = site
        self.visitor = visitor
        self.places = places
        hasPlaces = places.count > 1
        self.isLive = isLive
        self.notice = notice
        made = times.map { $0.text($0.now).words }
        news = times.map { $0.short(freshness?.newsUntil ?? $0.now).words }
        stale = freshness.flatMap { PageFrame.warning($0, times: times) }
        fresh = freshness.flatMap { PageFrame.foot($0, times: times) }
    }

    /// Returns the links of the navigation bar for a role.
    static func places(for role: Role, at place: Place?) -> [Way] {
        Place.allCases.filter { $0.isFor(role) }.map {
            Way(href: $0.href, words: $0.words, isCurrent: $0 == place)
        }
    }

    /// Returns why the page may be out of date, or judged by older rules, and what to do; nil where it is neither.
    static func warning(_ freshness: Freshness, times: Times?) -> String? {
        let unread = freshness.unread.map { "\(DeskWords.capitalized($0.sentence)). Tell whoever runs the desk." }
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

    private static func foot(_ freshness: Freshness, times: Times?) -> String? {
        guard let at = freshness.lastAt, let times else { return nil }
        return "Last entry read: \(times.text(at).words)"
    }
}
