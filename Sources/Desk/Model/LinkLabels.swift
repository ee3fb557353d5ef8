import SafeguardingModel

/// How agencies call the adults, places and things that they name, and who may know it.
///
/// What is named in restricted facts alone has no name for those who may not read them, and neither has its key: that is
/// an online name, a phone, a name with a birth date.
struct LinkLabels {
    /// Named in a fact that all may read; empty where it came without a name.
    private var open: [LinkKey: String] = [:]
    /// Named in restricted facts, by whom each may be read.
    private var held: [LinkKey: [Held]] = [:]

    private struct Held: Hashable {
        var label: String
        var handling: Handling
    }

    /// What this reader may call it; nil where they may not know of it.
    func label(of key: LinkKey, for reader: Reader) -> String? {
        if let name = open[key]?.nonEmpty { return name }
        let readable = (held[key] ?? []).filter { reader.mayRead($0.handling) }
        if let name = readable.lazy.compactMap(\.label.nonEmpty).first { return name }
        return open[key] != nil || !readable.isEmpty ? key.value : nil
    }

    /// The first name that is given stays: an alert must not change its words because somebody spells differently.
    mutating func learn(_ links: [Link], _ handling: Handling) {
        for link in links {
            for key in link.keys {
                if handling.isRestricted {
                    hold(Held(label: link.label, handling: handling), key)
                } else if open[key]?.nonEmpty == nil {
                    open[key] = link.label
                }
            }
        }
    }

    private mutating func hold(_ one: Held, _ key: LinkKey) {
        if held[key]?.contains(one) != true { held[key, default: []].append(one) }
    }
}
