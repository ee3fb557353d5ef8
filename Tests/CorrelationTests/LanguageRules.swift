import SafeguardingModel

/// Rules that nobody ships: what the language can say and no shipped rule does.
enum LanguageRules {
    static let files: [SiteConfiguration.TextFile] = []
}
