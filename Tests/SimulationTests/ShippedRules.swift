import Foundation

import SafeguardingModel

/// The rules and the calendar as they are shipped, read from `Config`.
enum ShippedRules {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Config")

    static func files() throws -> [SiteConfiguration.TextFile] {
        let rules = folder.appendingPathComponent("rules")
        let names = try FileManager.default.contentsOfDirectory(atPath: rules.path).filter { $0.hasSuffix(".yaml") }
        return try names.sorted().map { name in
            .init(name: "Config/rules/\(name)", text: try text(rules.appendingPathComponent(name)))
        }
    }

    static func calendar() throws -> SiteConfiguration.TextFile {
        .init(name: "Config/calendar.yaml", text: try text(folder.appendingPathComponent("calendar.yaml")))
    }

    private static func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }
}
