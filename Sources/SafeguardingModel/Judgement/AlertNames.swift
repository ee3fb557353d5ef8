/// The words that a reader is shown in place of the children and the adult of an alert.
///
/// The judgement writes `{child}`, `{shared}` and `{child 1}`: it names nobody. Each door puts in the names that it may
/// show; without a name the plain words stand there.
public struct AlertNames: Hashable, Sendable {
    /// The child of an alert about one: a given name, a reference.
    public var child: String?
    /// The person, place or thing of an alert about something shared.
    public var shared: String?
    /// The children of an alert about something shared, in the order of their first fact.
    public var children: [String]

    public init(child: String? = nil, shared: String? = nil, children: [String] = []) {
        (self.child, self.shared, self.children) = (child, shared, children)
    }

    /// Returns a sentence with names for its placeholders; other braces stay.
    public func filled(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var (filled, rest) = ("", text[...])
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled += rest[..<open]
            let isFirst = filled.isEmpty || filled.hasSuffix(". ")
            filled += words(for: rest[rest.index(after: open)..<close], isFirst: isFirst) ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    private func words(for placeholder: Substring, isFirst: Bool) -> String? {
        switch placeholder {
        case "child": return child ?? (isFirst ? "The child" : "the child")
        case "shared": return shared ?? (isFirst ? "One person, place or thing" : "one person, place or thing")
        default:
            guard placeholder.hasPrefix("child "), let number = Int(placeholder.dropFirst(6)), number > 0 else {
                return nil
            }
            if number <= children.count { return children[number - 1] }
            return isFirst ? "Child \(number)" : "child \(number)"
        }
    }
}

extension Explanation {
    /// Returns it with names for the placeholders of its sentences.
    public func named(_ names: AlertNames) -> Explanation {
        var named = self
        named.headline = names.filled(headline)
        named.reasons = reasons.map(names.filled)
        for place in evidence.indices { named.evidence[place].sentence = names.filled(evidence[place].sentence) }
        for place in alone.indices { named.alone[place].sentence = names.filled(alone[place].sentence) }
        named.unknown = unknown.map(names.filled)
        for place in questions.indices { named.questions[place].text = names.filled(questions[place].text) }
        return named
    }
}

extension Alert {
    /// Returns it with names for the placeholders in its explanation and its history.
    public func named(_ names: AlertNames) -> Alert {
        var named = self
        named.explanation = explanation.named(names)
        for place in revisions.indices { named.revisions[place].sentence = names.filled(revisions[place].sentence) }
        if let sentence = withdrawal?.sentence { named.withdrawal?.sentence = names.filled(sentence) }
        return named
    }
}
