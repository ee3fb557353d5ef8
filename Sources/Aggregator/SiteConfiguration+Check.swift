import Correlation
public import SafeguardingModel

extension SiteConfiguration {
    /// Reads everything as judgement will, so that an author is told of a typing error.
    public func check() throws {
        _ = try ruleSet()
        _ = try identitySettings()
    }
}
