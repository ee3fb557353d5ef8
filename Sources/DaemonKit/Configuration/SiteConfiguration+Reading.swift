public import SafeguardingModel
public import StrictYAML

extension SiteConfiguration {
    /// Reads a `Config` folder: `rules/*.yaml` in the order of their names, `identity.yaml`, `calendar.yaml`, and
    /// `names.yaml` where it is there. The one reader for daemons, tools, benchmarks and tests, so that all of them judge
    /// by the same files.
    ///
    /// - Throws: ``YAMLError`` with the file that cannot be read, or the folder that holds no rule.
    public init(configFolder: String, agencies: [Agency], timezone: String) throws(YAMLError) {
        func file(_ name: String) throws(FileError) -> TextFile { try TextFile(reading: Path.join(configFolder, name)) }
        let rules = Path.join(configFolder, "rules")
        do {
            self.init(
                agencies: agencies.sorted { $0.name < $1.name },
                rules: try TextFile.all(in: rules),
                identity: try file("identity.yaml"),
                names: Files.exists(Path.join(configFolder, "names.yaml")) ? try file("names.yaml") : nil,
                calendar: try file("calendar.yaml"),
                timezone: timezone
            )
        } catch {
            throw YAMLError(file: error.path, line: 0, message: error.message)
        }
        guard !self.rules.isEmpty else {
            throw YAMLError(file: rules, line: 0, message: "the folder holds no rule (*.yaml)")
        }
    }
}
