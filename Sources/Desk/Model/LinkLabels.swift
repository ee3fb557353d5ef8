import SafeguardingModel

/// Agencies' names for the adults, places and things that facts name, and who may know them.
///
/// An adult or a thing that only restricted facts name is nameless for those who may not read them, and its key is
/// hidden too: it is an online name, a phone, a name with a birth date.
struct LinkLabels {
    /// The names in facts that everybody may read; empty where the fact gives none.
    private var open: [LinkKey: Open] = [:]
    /// The names in restricted facts, with who may read each.
    private var held: [LinkKey: [Held]] = [:]

    private struct Open {
        var label: String
        /// The entry that gave the name.
        var position: Position
    }

    private struct Held {
        var label: String
        var handling: Handling
        var position: Position
    }

    /// Returns this reader's name for it; nil where they may not know of it.
    ///
    /// The reader must be allowed to know of the entry that gave the name.
    func label(of key: LinkKey, for reader: Reader, mayKnow: (Position) -> Bool) -> String? {
        if let name = open[key], !name.label.isEmpty, mayKnow(name.position) { return name.label }
        let readable = (held[key] ?? []).filter { reader.mayRead($0.handling) && mayKnow($0.position) }
        if let name = readable.lazy.compactMap(\.label.nonEmpty).first { return name }
        return open[key] != nil || !readable.isEmpty ? key.value : nil
    }

    /// Notes the names; the first one stays, so that an alert's words do not change with another spelling.
    mutating func learn(_ links: [Link], _ handling: Handling, at position: Position) {
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
