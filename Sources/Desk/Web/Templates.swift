import Hummingbird
import Mustache

/// The templates and assets of the pages, compiled into the program.
struct Templates: Sendable {
    private let library: MustacheLibrary

    enum Name: String, CaseIterable {
        case top, bottom, rows, facts, list, alert, child, login, welcome, message, timeline, episodes, reason,
            handover, search,
            oversight, pack, answers, numbers, password
    }

    init() throws {
        library = try Templates.parsed.get()
    }

    /// The templates, parsed once per process.
    private static let parsed = Result<MustacheLibrary, any Error> {
        // This must come before parsing: each template begins by asking for it.
        MustacheContentTypes.register(PageEscape(), named: "PAGE")
        var library = MustacheLibrary()
        for name in Name.allCases { try library.register(Templates.text(name), named: name.rawValue) }
        return library
    }

    /// Returns a page as HTML.
    func html(_ name: Name, _ page: some Sendable) throws(WebFault) -> ByteBuffer {
        guard let text = library.render(PageValues.of(page) ?? page, withTemplate: name.rawValue) else {
            throw WebFault(Missing())
        }
        return ByteBuffer(string: text)
    }

    private struct Missing: Error {}

    static func text(_ name: Name) -> String {
        let bytes =
            switch name {
            case .top: PackageResources.top_mustache
            case .bottom: PackageResources.bottom_mustache
            case .rows: PackageResources.rows_mustache
            case .facts: PackageResources.facts_mustache
            case .list: PackageResources.list_mustache
            case .alert: PackageResources.alert_mustache
            case .child: PackageResources.child_mustache
            case .login: PackageResources.login_mustache
            case .welcome: PackageResources.welcome_mustache
            case .message: PackageResources.message_mustache
            case .timeline: PackageResources.timeline_mustache
            case .episodes: PackageResources.episodes_mustache
            case .handover: PackageResources.handover_mustache
            case .search: PackageResources.search_mustache
            case .oversight: PackageResources.oversight_mustache
            case .pack: PackageResources.pack_mustache
            case .answers: PackageResources.answers_mustache
            case .numbers: PackageResources.numbers_mustache
            case .reason: PackageResources.reason_mustache
            case .password: PackageResources.password_mustache
            }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The style sheet, the scripts and the icon.
///
/// Pages load nothing else.
enum Asset: String, CaseIterable {
    case style = "desk.css"
    case script = "desk.js"
    case accountScript = "account.js"
    case sign = "desk.svg"

    var type: String {
        switch self {
        case .style: "text/css; charset=utf-8"
        case .script, .accountScript: "text/javascript; charset=utf-8"
        case .sign: "image/svg+xml; charset=utf-8"
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .style: PackageResources.desk_css
        case .script: PackageResources.desk_js
        case .accountScript: PackageResources.account_js
        case .sign: PackageResources.desk_svg
        }
    }
}

/// The templates' source, for the test that none of them writes anything unescaped.
package enum PageTemplates {
    package static var all: [(name: String, text: String)] {
        Templates.Name.allCases.map { ($0.rawValue, Templates.text($0)) }
    }
}
