import Hummingbird
import SafeguardingModel

/// A fault of a request, in words for the person who sent it.
struct WebError: Error {
    let status: HTTPResponse.Status
    let heading: String
    let sentences: [String]
    var link: PageLink?
    var headers: HTTPFields = [:]
    /// Text that somebody wrote and must not lose.
    var typed: String?

    static let home = PageLink(href: "/", words: "All open alerts")

    static let notHere = WebError(
        status: .notFound,
        heading: "There is nothing here",
        sentences: ["The address may be mistyped, or what stood here has become part of something else."],
        link: home
    )

    static let formExpired = WebError(
        status: .forbidden,
        heading: "This form is no longer valid",
        sentences: [
            "It may have been open for too long, or in another window. Nothing was changed. Open the page again and repeat it."
        ],
        link: home
    )

    static let mayNotRead = WebError(
        status: .forbidden,
        heading: "This account does not open children's records",
        sentences: ["An administrator looks after accounts. Sign in with an account of the team to see alerts."]
    )

    static let mayNotDecide = WebError(
        status: .forbidden,
        heading: "This account reads and decides nothing",
        sentences: ["Ask somebody of the team to do it."],
        link: home
    )

    static let mayNotOversee = WebError(
        status: .forbidden,
        heading: "This page is for managers and auditors",
        sentences: ["It shows the work of the whole team. Ask a manager for what you need of it."],
        link: home
    )

    static let mayNotMakePanel = WebError(
        status: .forbidden,
        heading: "This pack is for managers",
        sentences: ["It holds the files of every child with an open alert. Ask a manager, or open a child's own pack."],
        link: home
    )

    /// Returns the fault for a child's file that needs a reason first.
    static func needsReason(_ href: String) -> WebError {
        WebError(
            status: .forbidden,
            heading: "Open the file first",
            sentences: ["You have no open work with this child. Open the file, say why, and come back here."],
            link: PageLink(href: href, words: "Open the child's file")
        )
    }

    static let reasonLength = WebError(
        status: .badRequest,
        heading: "The reason is too short or too long",
        sentences: ["Say in a sentence why you need this child's file: at least 10 characters, at most 500."]
    )

    static func missing(_ field: String) -> WebError {
        WebError(
            status: .badRequest,
            heading: "Something is missing",
            sentences: ["The field “\(field)” was not filled in. Go back and fill it in; nothing was changed."]
        )
    }

    static func unreadable(_ sentence: String) -> WebError {
        WebError(status: .badRequest, heading: "That could not be read", sentences: [sentence])
    }

    static func wrongMethod(_ allowed: [HTTPRequest.Method]) -> WebError {
        WebError(
            status: .methodNotAllowed,
            heading: "That is not done this way",
            sentences: ["This address does not take that kind of request."],
            link: home,
            headers: [.allow: allowed.map(\.rawValue).joined(separator: ", ")]
        )
    }

    /// Turns any error into a fault that can be shown.
    ///
    /// An unknown error does not reveal its text.
    init(_ error: any Error) {
        switch error {
        case let fault as WebError: self = fault
        case let error as any HTTPResponseError: self = WebError.general(error.status)
        default: self = WebError.general(.internalServerError)
        }
    }

    init(
        status: HTTPResponse.Status,
        heading: String,
        sentences: [String],
        link: PageLink? = nil,
        headers: HTTPFields = [:],
        typed: String? = nil
    ) {
        self.status = status
        self.heading = heading
        self.sentences = sentences
        self.link = link
        self.headers = headers
        self.typed = typed
    }

    private static func general(_ status: HTTPResponse.Status) -> WebError {
        switch status {
        case .notFound: notHere
        case .contentTooLarge:
            WebError(
                status: status,
                heading: "That is too long",
                sentences: ["Shorten the text and send it again; nothing was changed."]
            )
        case .badRequest: unreadable("The request was not understood; nothing was changed.")
        default:
            WebError(
                status: status,
                heading: "The desk could not do that",
                sentences: ["It has been written to the desk's log. Nothing was decided; try again."],
                link: home
            )
        }
    }
}
