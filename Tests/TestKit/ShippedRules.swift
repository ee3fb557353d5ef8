public import Foundation
public import RuleEngine
public import SafeguardingModel

/// The rules and the calendar as they are shipped, read from `Config`.
public enum ShippedRules {
    /// The folder `Config`.
    public static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Config")

    /// The rule files, in order of name.
    public static func files() throws -> [SiteConfiguration.TextFile] {
        let rules = folder.appendingPathComponent("rules")
        let names = try FileManager.default.contentsOfDirectory(atPath: rules.path).filter { $0.hasSuffix(".yaml") }
        return try names.sorted().map { name in
            .init(name: "Config/rules/\(name)", text: try text(rules.appendingPathComponent(name)))
        }
    }

    /// The calendar of bank holidays.
    public static func calendar() throws -> SiteConfiguration.TextFile {
        .init(name: "Config/calendar.yaml", text: try text(folder.appendingPathComponent("calendar.yaml")))
    }

    /// The order of relations.
    public static func relations() throws -> SiteConfiguration.TextFile {
        .init(name: "Config/relations.yaml", text: try text(folder.appendingPathComponent("relations.yaml")))
    }

    /// The rules, read.
    public static func load() throws -> RuleSet {
        try RuleSet(files: files(), calendar: calendar(), zone: .london)
    }

    private static func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }
}
