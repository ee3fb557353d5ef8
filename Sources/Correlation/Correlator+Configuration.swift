public import IdentityResolution
public import RuleEngine
public import SafeguardingModel
public import StrictYAML

extension SiteConfiguration {
    /// Reads rules and calendar; a fault in them is an error with file and line. A shell checks this before it writes a
    /// configuration into the journal.
    public func ruleSet() throws(YAMLFault) -> RuleSet {
        guard let zone = Zone(name: timezone) else {
            throw YAMLFault(file: "aggregator.yaml", line: 0, message: "the time zone '\(timezone)' is not known")
        }
        return try RuleSet(files: rules, calendar: calendar, zone: zone)
    }

    /// Reads the identity settings, or returns the usual ones.
    public func identitySettings() throws(YAMLFault) -> IdentitySettings {
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
        do throws(YAMLFault) {
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
        ruleNumbers = rules.rules.map { book.number(ofRule: $0.name) }
        for place in book.entries.indices { forgetHeadline(Int32(place)) }
        for file in files.indices {
            files[file].chronology.mark(by: rules.selectors)
            files[file].clearWakes()
        }
        if settings != resolver.settings {
            for world in adults.indices { adults[world].configure(settings) }
        }
        follow(resolver.configure(settings))
        judgeSetAside()
        for file in files.indices where files[file].shared == nil {
            judge([Int32(file)], rules: rules.live, because: .rules)
        }
        judgeEverythingShared(because: .rules)
        withdrawAlertsOfRetiredRules()
    }

    private mutating func withdrawAlertsOfRetiredRules() {
        let live = Set((rules.live + rules.shared).map { rules.rules[$0].name })
        for place in book.entries.indices {
            let alert = book.entries[place].alert
            guard !alert.isWithdrawn, !live.contains(alert.rule) else { continue }
            withdraw(Int32(place), because: .rules)
        }
    }
}
