import Accounts
import DaemonKit
import Hummingbird
import SafeguardingModel

/// The maker of responses from pages.
struct PageMaker: Sendable {
    let site: String
    let zone: Zone
    let clock: any WallClock

    var times: Times { Times(zone: zone, now: clock.now) }

    /// Returns the frame of a page for nobody in particular.
    func frame(_ title: String) -> PageFrame { PageFrame(title: title, site: site) }

    /// Returns the frame of a page for somebody who is signed in.
    func frame(
        _ title: String,
        for visit: DeskContext.Visit,
        at place: PageFrame.Place? = nil,
        notice: String? = nil,
        freshness: Freshness? = nil,
        isTakenAway: Bool = false
    ) -> PageFrame {
        // The greeting for this reader alone is left out of files that go to others.
        PageFrame(
            title: title,
            site: site,
            visitor: PageFrame.Visitor(visit, greeting: isTakenAway ? nil : visit.session.greeting?.words),
            showsPlaces: true,
            place: place,
            isLive: !isTakenAway,
            notice: notice ?? (isTakenAway ? nil : visit.session.news),
            freshness: freshness,
            times: times
        )
    }

    func response(_ page: some Page, status: HTTPResponse.Status = .ok) -> Response {
        response(page.html, status: status)
    }

    func response(_ html: HTML, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: html.bytes))
        )
    }

    /// Returns the page for a fault.
    func response(_ fault: WebError, _ context: DeskContext) -> Response {
        let frame = PageFrame(title: fault.heading, site: site, visitor: context.visit.map { PageFrame.Visitor($0) })
        var response = response(MessagePage(frame: frame, fault: fault), status: fault.status)
        for field in fault.headers { response.headers[field.name] = field.value }
        return response
    }
}

extension PageFrame.Visitor {
    init(_ visit: DeskContext.Visit, greeting: String? = nil) {
        self.init(
            name: visit.reader.account,
            role: visit.reader.role,
            formToken: visit.session.formToken,
            greeting: greeting
        )
    }
}
