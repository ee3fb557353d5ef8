import SafeguardingModel

/// The agencies that are heard and when each last was, which shows how much "nothing found" is worth.
struct Coverage: Hashable, Sendable {
    struct Voice: Hashable, Sendable {
        var agency: AgencyName
        /// The agency; nil where the site's configuration does not name it any more.
        var known: Agency?
        var told = 0
        /// The time at which its last event was received.
        var last: Instant?

        var title: String { known?.title ?? agency.rawValue }
        var sector: Sector? { known?.sector }
    }

    private var voices: [AgencyName: Voice] = [:]

    /// The agencies by sector in the order of screens, then by title.
    var all: [Voice] {
        voices.values.sorted { left, right in
            let ranks = (Coverage.rank(left.sector), Coverage.rank(right.sector))
            return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : (left.title, left.agency) < (right.title, right.agency)
        }
    }

    /// Returns whether an agency of this name is configured or was ever heard.
    func knows(_ name: String) -> Bool { voices[AgencyName(rawValue: name)] != nil }

    func title(of agency: AgencyName) -> String { voices[agency]?.title ?? agency.rawValue }

    mutating func configure(_ agencies: [Agency]) {
        for name in voices.keys { voices[name]?.known = nil }
        for agency in agencies { voices[agency.name, default: Voice(agency: agency.name)].known = agency }
        voices = voices.filter { $0.value.known != nil || $0.value.told > 0 }
    }

    mutating func hear(_ agency: AgencyName, at time: Instant) {
        voices[agency, default: Voice(agency: agency)].told += 1
        voices[agency]?.last = time
    }

    private static func rank(_ sector: Sector?) -> Int {
        sector.flatMap { Sector.core.firstIndex(of: $0) } ?? Sector.core.count
    }
}
