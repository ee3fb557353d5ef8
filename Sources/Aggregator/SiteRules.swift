public import DaemonKit
import Correlation
public import SafeguardingModel
public import StrictYAML

extension SiteConfiguration {
    /// Agencies, rules, identity settings and calendar as they stand in a site's files now: what judgement depends on
    /// besides facts and decisions.
    public init(
        reading site: Site,
        agencies: AgenciesFile,
        timezone: String,
        limits: FactLimits? = nil
    ) throws(YAMLFault) {
        do {
            self.init(
                agencies: agencies.agencies.sorted { $0.name < $1.name },
                rules: try TextFile.all(in: site.rules),
                identity: try TextFile(reading: site.identityFile),
                names: Files.exists(site.namesFile) ? try TextFile(reading: site.namesFile) : nil,
                calendar: try TextFile(reading: site.calendarFile),
                timezone: timezone,
                limits: limits
            )
        } catch {
            throw YAMLFault(file: error.path, line: 0, message: error.message)
        }
        guard !rules.isEmpty else {
            throw YAMLFault(file: site.rules, line: 0, message: "the folder holds no rule (*.yaml)")
        }
    }
}

extension SiteConfiguration {
    /// Reads everything as judgement will, so that a typing error is said to the person who made it.
    public func check() throws {
        _ = try ruleSet()
        _ = try identitySettings()
    }
}
