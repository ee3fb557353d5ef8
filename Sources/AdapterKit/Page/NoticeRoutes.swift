import Crypto
import DaemonKit
import Foundation
import Hummingbird
import NIOCore
import SafeguardingModel

/// The routes of the page of notices.
struct NoticeRoutes<Context: RequestContext>: Sendable {
    let notices: NoticeService
    let zone: Zone
    /// The key that signs the forms; each start makes another.
    private let key = SymmetricKey(size: .bits256)
    /// The cookie's name. Browsers send a cookie to every port of a machine, so each agency has its own.
    private var cookie: String { "notices-\(notices.agency)" }

    func add(to group: RouterGroup<Context>) {
        group.get("/") { request, _ in try await show(request) }
        group.get("/page.css") { _, _ in
            Response(page: NoticeStyle.text, type: "text/css; charset=utf-8")
        }
        group.post("/answers") { request, _ in try await take(request) }
    }

    private func show(_ request: Request) async throws -> Response {
        let number = request.uri.queryParameters.get("answered")
        return try await page(request, answered: number)
    }

    private func take(_ request: Request) async throws -> Response {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: NoticeRoutes.mostBytes)
        } catch is NIOTooManyBytesError {
            return NoticeRoutes.tooLong
        }
        guard let form = AnswerForm(body, type: request.headers[.contentType]) else { return NoticeRoutes.unreadable }
        guard isOwn(form, request) else { return NoticeRoutes.expired }
        if let fault = form.fault { return try await again(request, form, fault) }
        switch try await notices.answer(form.question, form.words, owner: form.owner) {
        case .taken: return .redirect(to: "/?answered=\(form.question)", type: .normal)
        case .answeredBefore: return NoticeRoutes.answeredBefore
        case .unknown: return NoticeRoutes.unknown
        case .refused(let reason): return try await again(request, form, "It was not taken: \(reason)")
        }
    }

    /// Returns the page again, with the words that were typed.
    private func again(_ request: Request, _ form: AnswerForm, _ fault: String) async throws -> Response {
        let draft = NoticePage.Draft(question: form.question, words: form.words, owner: form.owner, fault: fault)
        return try await page(request, draft: draft, status: .unprocessableContent)
    }

    private func page(
        _ request: Request,
        answered: String? = nil,
        draft: NoticePage.Draft? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (list, now) = try await notices.list()
        let nonce = nonce(of: request) ?? NoticeRoutes.makeNonce()
        let known = list.questions.contains { $0.number == answered }
        let page = NoticePage(
            agency: notices.agency,
            list: list,
            now: now,
            zone: zone,
            formToken: token(for: nonce),
            answered: known ? answered : nil,
            draft: draft
        )
        var response = Response(page: page.html.text, status: status)
        response.headers[.setCookie] = "\(cookie)=\(nonce); Path=/; HttpOnly; SameSite=Strict"
        return response
    }
}

// MARK: Origin of a form

extension NoticeRoutes {
    /// The most bytes of a form; none that has an answer is longer.
    private static var mostBytes: Int { 64 << 10 }

    private func isOwn(_ form: AnswerForm, _ request: Request) -> Bool {
        guard let nonce = nonce(of: request), let code = Data(base64Encoded: form.token) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(nonce.utf8), using: key)
    }

    private func token(for nonce: String) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: Array(nonce.utf8), using: key)).base64EncodedString()
    }

    /// Returns 256 random bits in hexadecimal, for a cookie.
    private static func makeNonce() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Hex.text($0) }
    }

    private func nonce(of request: Request) -> String? {
        let found = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap {
            pair -> String? in
            let text = String(pair).trimmed
            return text.hasPrefix("\(cookie)=") ? String(text.dropFirst(cookie.count + 1)) : nil
        }
        guard found.count == 1, let nonce = found.first, nonce.utf8.count == 64 else { return nil }
        return nonce.allSatisfy(\.isHexDigit) ? nonce : nil
    }
}

// MARK: Faults

extension NoticeRoutes {
    private static var expired: Response {
        fault(
            .forbidden,
            "This form is too old",
            "Nothing was sent. Go back to the notices and write the answer again."
        )
    }
    private static var unreadable: Response {
        fault(.badRequest, "The form was not understood", "Nothing was sent. Go back to the notices and try again.")
    }
    private static var tooLong: Response {
        fault(.contentTooLarge, "That is too long", "Nothing was sent. Shorten the answer.")
    }
    private static var unknown: Response {
        fault(.notFound, "There is no such question", "Nobody has asked this agency that. Nothing was sent.")
    }
    private static var answeredBefore: Response {
        fault(
            .conflict,
            "It is answered already",
            "The first answer counts; this one was not sent. For what is new, call the CSE team or send an event."
        )
    }

    private static func fault(_ status: HTTPResponse.Status, _ heading: String, _ sentence: String) -> Response {
        Response(page: NoticePage.fault(heading, sentence).text, status: status)
    }
}
