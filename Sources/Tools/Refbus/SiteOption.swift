import Aggregator
import ArgumentParser
import DaemonKit
import SafeguardingModel

/// `--site DIR`, for every command that works on a site.
struct SiteOption: ParsableArguments {
    @Option(name: .long, help: "The site's folder, the one that holds Config/.")
    var site = "."

    var value: Site { Site(root: site) }

    func agencies() throws -> AgenciesFile {
        try AgenciesFile(parsing: try Files.text(value.agenciesFile), file: value.agenciesFile)
    }

    func aggregator() throws -> AggregatorConfiguration {
        try AggregatorConfiguration(ConfigurationFile(path: value.configuration(of: "aggregator")))
    }
}
