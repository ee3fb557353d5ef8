import SafeguardingModel

/// How agencies call the adults, places and things that they name, and who may know it.
///
/// What is named in restricted facts alone has no name for those who may not read them, and neither has its key: that is
/// an online name, a phone, a name with a birth date.
struct LinkLabels {
    /// Named in a fact that all may read; the name is empty where it came without one.
    private var open: [LinkKey: Open] = [:]
    /// Named in restricted facts, by whom each may be read.
    private var held: [LinkKey: [Held]] = [:]

    private struct Open {
        var label: String
        /// The entry that gave the name.
        var position: Int64
    }

    private struct Held {
        var label: String
        var handling: Handling
        var position: Int64
    }

    /// What this reader may call it; nil where they may not know of it. A name counts where they may know of the entry that
    /// gave it.
    func label(of key: LinkKey, for reader: Reader, mayKnow: (Int64) -> Bool) -> String? {
        if let name = open[key], !name.label.isEmpty, mayKnow(name.position) { return name.label }
        let readable = (held[key] ?? []).filter { reader.mayRead($0.handling) && mayKnow($0.position) }
        if let name = readable.lazy.compactMap(\.label.nonEmpty).first { return name }
        return open[key] != nil || !readable.isEmpty ? key.value : nil
    }

    /// The first name that is given stays: an alert must not change its words because somebody spells differently.
    mutating func learn(_ links: [Link], _ handling: Handling, at position: Int64) {
        for link in links {
            for key in link.keys {
                if handling.isRestricted {
                    hold(Held(label: link.label, handling: handling, position: position), key)
                } else if open[key]?.label.nonEmpty == nil {
                    open[key] = Open(label: link.label, position: position)
                }
            }
        }
    }

    private mutating func hold(_ one: Held, _ key: LinkKey) {
        let isThere = held[key]?.contains { $0.label == one.label && $0.handling == one.handling } ?? false
        if !isThere { held[key, default: []].append(one) }
    }
}
