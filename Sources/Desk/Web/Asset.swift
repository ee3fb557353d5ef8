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
