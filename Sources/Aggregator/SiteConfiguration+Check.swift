import Correlation
public import SafeguardingModel

extension SiteConfiguration {
    /// Reads everything as judgement will, so that a typing error is said to the person who made it.
    public func check() throws {
        _ = try ruleSet()
        _ = try identitySettings()
    }
}
