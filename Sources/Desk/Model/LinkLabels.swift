import SafeguardingModel

/// How agencies call the adults and places that alerts may be about.
struct LinkLabels {
    private var labels: [LinkKey: String] = [:]

    subscript(key: LinkKey) -> String? { labels[key] }

    /// The first name that is given stays: an alert must not change its words because somebody spells differently.
    mutating func learn(_ links: [Link]) {
        for link in links where !link.label.isEmpty {
            for key in link.keys where labels[key] == nil { labels[key] = link.label }
        }
    }
}
