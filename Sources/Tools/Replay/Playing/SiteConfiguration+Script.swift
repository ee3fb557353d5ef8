internal import DaemonKit
public import SafeguardingModel
internal import StrictYAML

extension SiteConfiguration {
    /// Returns the configuration for playing a script: this site's rules and settings, the script's agencies and time
    /// zone.
    public func playing(_ script: Script) -> SiteConfiguration {
        var configuration = self
        configuration.agencies = script.agencies.sorted { $0.name < $1.name }
        configuration.timezone = script.calendar.timezone
        return configuration
    }
}

extension Script {
    /// Reads a script file.
    ///
    /// - Throws: `FileError` where the file cannot be read, and a fault with its line where the script cannot.
    public init(path: String) throws {
        try self.init(parsing: Files.text(path), file: path)
    }
}
