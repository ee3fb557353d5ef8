import Foundation
public import SafeguardingModel
public import StrictYAML

extension SiteConfiguration {
    /// Returns the configuration for playing a script: this site's rules and settings, the script's agencies and time
    /// zone.
    public func playing(_ script: Script) -> SiteConfiguration {
        var configuration = self
        configuration.agencies = script.agencies.sorted { $0.name < $1.name }
        configuration.timezone = script.calendar.timezone
        return configuration
    }

    /// Returns the ids of the rules.
    func ruleNames() throws(YAMLFault) -> [String] {
        var names: [String] = []
        for file in rules {
            let root = try YAMLNode(parsing: file.text, file: file.name).openMapping()
            names.append(try root.required("rule").name())
        }
        return names
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
