public import SafeguardingModel
public import StrictYAML

extension SiteConfiguration {
    /// Reads a `Config` folder: `rules/*.yaml` in the order of their names, `identity.yaml`, `calendar.yaml`, and
    /// `names.yaml` and `relations.yaml` where they are there. The one reader for daemons, tools, benchmarks and tests, so that all of them judge
    /// by the same files.
    ///
    /// - Throws: ``YAMLError`` with the file that cannot be read, or the folder that holds no rule.
    public init(configFolder: String, agencies: [Agency], timezone: String) throws(YAMLError) {
        func file(_ name: String) throws(FileError) -> TextFile { try TextFile(reading: Path.join(configFolder, name)) }
        func optional(_ name: String) throws(FileError) -> TextFile? {
            Files.exists(Path.join(configFolder, name)) ? try file(name) : nil
        }
        let rules = Path.join(configFolder, "rules")
        do {
            self.init(
                agencies: agencies.sorted { $0.name < $1.name },
                rules: try TextFile.all(in: rules),
                identity: try file("identity.yaml"),
                names: try optional("names.yaml"),
                calendar: try file("calendar.yaml"),
                relations: try optional("relations.yaml"),
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
