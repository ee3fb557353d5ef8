import SafeguardingModel

/// A missing episode or a placement, from its beginning to its end.
struct MissingEpisode: Hashable, Sendable {
    var agency: String
    /// The kind: `missing`, `away` or `placement`.
    var kind: String
    var start: Instant
    /// The end; nil while none is reported.
    var end: Instant?

    func words(_ times: Times) -> String {
        let what = kind == "placement" ? "Placement" : kind == "away" ? "Away without permission" : "Missing"
        guard let end else { return "\(what) from \(times.text(start).words), no end told" }
        return
            "\(what) from \(times.text(start).words) to \(times.text(end).words) (\(Times.words(end - start)))"
    }
}

extension MissingEpisode {
    /// Returns the missing episodes and placements among facts, each with the agency that reported its beginning.
    static func all(in facts: [Fact], coverage: Coverage) -> [MissingEpisode] {
        var episodes: [MissingEpisode] = []
        var open: [String: Int] = [:]
        for fact in facts {
            guard let part = Part(fact) else { continue }
            if part.isEnd {
                if let index = open.removeValue(forKey: part.key) { episodes[index].end = fact.occurred.earliest }
            } else if open[part.key] == nil {
                open[part.key] = episodes.count
                episodes.append(
                    MissingEpisode(
                        agency: coverage.title(of: fact.agency),
                        kind: part.kind,
                        start: fact.occurred.earliest,
                        end: nil
                    )
                )
            }
        }
        return episodes
    }

    /// A fact that begins or ends an episode or a placement.
    private struct Part {
        let key: String
        let kind: String
        let isEnd: Bool

        init?(_ fact: Fact) {
            switch fact.kind {
            case .missingReported, .missingFound:
                guard let episode = fact.value(.episode) else { return nil }
                key = "missing \(episode)"
                kind = fact.value(.category) == "away" ? "away" : "missing"
                isEnd = fact.kind == .missingFound
            case .placementStarted, .placementEnded:
                guard let placement = fact.value(.placement) else { return nil }
                key = "placement \(placement)"
                kind = "placement"
                isEnd = fact.kind == .placementEnded
            default: return nil
            }
        }
    }
}
