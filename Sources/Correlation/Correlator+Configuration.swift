public import IdentityResolution
public import RuleEngine
public import SafeguardingModel
public import StrictYAML

extension SiteConfiguration {
    /// Reads rules, calendar and relations; a fault in them is an error with file and line. A shell checks this before it writes a
    /// configuration into the journal.
    public func ruleSet() throws(YAMLError) -> RuleSet {
        guard let zone = Zone(name: timezone) else {
            throw YAMLError(file: "aggregator.yaml", line: 0, message: "the time zone '\(timezone)' is not known")
        }
        return try RuleSet(files: rules, calendar: calendar, relations: relations, zone: zone)
    }

    /// Reads the identity settings, or returns the usual ones.
    public func identitySettings() throws(YAMLError) -> IdentitySettings {
        guard let identity else { return IdentitySettings() }
        return try IdentitySettings(
            parsing: identity.text,
            file: identity.name,
            names: names.map { ($0.text, $0.name) }
        )
    }
}

extension Correlator {
    /// Puts agencies, rules and identity settings in force. A configuration that this version cannot read changes
    /// nothing and is reported: ``unreadConfiguration``.
    mutating func configure(_ new: SiteConfiguration) {
        do throws(YAMLError) {
            let (rules, settings) = (try new.ruleSet(), try new.identitySettings())
            unreadConfiguration = nil
            if new != configuration { configure(new, rules, settings) }
        } catch {
            unreadConfiguration = UnreadConfiguration(position: position, reason: error.description)
        }
    }

    private mutating func configure(_ new: SiteConfiguration, _ rules: RuleSet, _ settings: IdentitySettings) {
        configuration = new
        limits = new.limits ?? .usual
        directory.configure(new.agencies)
        self.rules = rules
        ruleNames = Table(rules.rules.map { book.index(ofRule: $0.name) })
        for alert in book.entries.indices { book.forgetHeadline(of: alert) }
        for subject in subjects.indices {
            subjects[subject].chronology.mark(by: rules.selectors)
            subjects[subject].clearWakes()
        }
        if settings != resolver.settings {
            for realm in Realm.allCases { worlds[realm.index].adults.configure(settings) }
        }
        follow(resolver.configure(settings))
        judgeSetAside()
        for subject in subjects.indices where subjects[subject].key == nil {
            judge([subject], rules: rules.live, because: .rules)
        }
        judgeEverythingShared(because: .rules)
        withdrawAlertsOfRetiredRules()
    }

    private mutating func withdrawAlertsOfRetiredRules() {
        let live = Set((rules.live + rules.shared).map { rules[$0].name })
        for index in book.entries.indices {
            let alert = book.entries[index].alert
            guard !alert.isWithdrawn, !live.contains(alert.rule) else { continue }
            withdraw(index, because: .rules)
        }
    }
}
