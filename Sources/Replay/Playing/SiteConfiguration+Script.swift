internal import Foundation
public import IdentityResolution
public import SafeguardingModel
public import StrictYAML

/// The files of a site that judgement depends on, beside its agencies.
public struct SiteRules: Hashable, Sendable {
    public var rules: [SiteConfiguration.TextFile]
    public var identityFile: SiteConfiguration.TextFile?
    public var namesFile: SiteConfiguration.TextFile?
    public var calendar: SiteConfiguration.TextFile?
    /// What ``identityFile`` says, or the usual settings.
    public private(set) var identity: IdentitySettings

    public init(
        rules: [SiteConfiguration.TextFile],
        identity: SiteConfiguration.TextFile? = nil,
        names: SiteConfiguration.TextFile? = nil,
        calendar: SiteConfiguration.TextFile? = nil
    ) throws(YAMLFault) {
        self.rules = rules
        identityFile = identity
        namesFile = names
        self.calendar = calendar
        self.identity =
            try identity.map { file throws(YAMLFault) in
                try IdentitySettings(parsing: file.text, file: file.name, names: names.map { ($0.text, $0.name) })
            } ?? IdentitySettings()
    }

    /// Reads a site's `Config` folder: `rules/*.yaml` in the order of their names, `identity.yaml`,
    /// `names.yaml`, `calendar.yaml`.
    public init(configFolder: String) throws(YAMLFault) {
        let folder = configFolder + "/rules"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let files = names.filter { $0.hasSuffix(".yaml") }.sorted()
        guard !files.isEmpty else {
            throw YAMLFault(
                file: folder,
                line: 0,
                message: "no rules (*.yaml) are here; give the folder of a site's Config"
            )
        }
        var rules: [SiteConfiguration.TextFile] = []
        for name in files { rules.append(try SiteRules.file(folder + "/" + name)) }
        try self.init(
            rules: rules,
            identity: SiteRules.optionalFile(configFolder + "/identity.yaml"),
            names: SiteRules.optionalFile(configFolder + "/names.yaml"),
            calendar: SiteRules.optionalFile(configFolder + "/calendar.yaml")
        )
    }

    /// What is in force while a script is played.
    public func configuration(for script: Script) -> SiteConfiguration {
        SiteConfiguration(
            agencies: script.agencies.sorted { $0.name < $1.name },
            rules: rules,
            identity: identityFile,
            names: namesFile,
            calendar: calendar,
            timezone: script.calendar.timezone
        )
    }

    /// The ids of the rules.
    public func ruleNames() throws(YAMLFault) -> [String] {
        var names: [String] = []
        for file in rules {
            let root = try YAMLNode(parsing: file.text, file: file.name).openMapping()
            names.append(try root.required("rule").name())
        }
        return names
    }

    private static func optionalFile(_ path: String) throws(YAMLFault) -> SiteConfiguration.TextFile? {
        FileManager.default.fileExists(atPath: path) ? try file(path) : nil
    }

    private static func file(_ path: String) throws(YAMLFault) -> SiteConfiguration.TextFile {
        do {
            return SiteConfiguration.TextFile(name: path, text: try String(contentsOfFile: path, encoding: .utf8))
        } catch {
            throw YAMLFault(
                file: path,
                line: 0,
                message: "cannot be read as UTF-8 text: is it there, and may you read it?"
            )
        }
    }
}

extension Script {
    /// Reads a script file.
    public init(path: String) throws(YAMLFault) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw YAMLFault(
                file: path,
                line: 0,
                message: "cannot be read as UTF-8 text: is it there, and may you read it?"
            )
        }
        try self.init(parsing: text, file: path)
    }
}
