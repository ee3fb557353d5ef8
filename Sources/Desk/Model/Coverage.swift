import SafeguardingModel

/// The agencies that are heard and when each last was, which shows how much "nothing found" is worth.
struct Coverage: Hashable, Sendable {
    struct Contributor: Hashable, Sendable {
        var agency: AgencyName
        /// The agency; nil where the site's configuration does not name it any more.
        var known: Agency?
        var events = 0
        /// The time at which its last event was received.
        var last: Instant?

        var title: String { known?.title ?? agency.rawValue }
        var sector: Sector? { known?.sector }
    }

    private var contributors: [AgencyName: Contributor] = [:]

    /// The agencies by sector in the order of screens, then by title.
    var all: [Contributor] {
        contributors.values.sorted { left, right in
            let ranks = (Coverage.rank(left.sector), Coverage.rank(right.sector))
            return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : (left.title, left.agency) < (right.title, right.agency)
        }
    }

    /// Returns whether an agency of this name is configured or was ever heard.
    func knows(_ name: String) -> Bool { contributors[AgencyName(rawValue: name)] != nil }

    func title(of agency: AgencyName) -> String { contributors[agency]?.title ?? agency.rawValue }

    mutating func configure(_ agencies: [Agency]) {
        for name in contributors.keys { contributors[name]?.known = nil }
        for agency in agencies { contributors[agency.name, default: Contributor(agency: agency.name)].known = agency }
        contributors = contributors.filter { $0.value.known != nil || $0.value.events > 0 }
    }

    mutating func hear(_ agency: AgencyName, at time: Instant) {
        contributors[agency, default: Contributor(agency: agency)].events += 1
        contributors[agency]?.last = time
    }

    private static func rank(_ sector: Sector?) -> Int {
        sector.flatMap { Sector.core.firstIndex(of: $0) } ?? Sector.core.count
    }
}
