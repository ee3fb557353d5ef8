extension YAMLNode {
    /// Returns the text as written. A number or a date without quotes is text too, if text is asked for.
    public func string() throws(YAMLError) -> String {
        guard case .scalar(let text, _) = content else { throw fault("expected text, found \(sort)") }
        return text
    }

    /// Returns a text that is not empty.
    public func name() throws(YAMLError) -> String {
        let text = try string()
        guard !text.isEmpty else { throw fault("expected text, found nothing") }
        return text
    }

    /// Returns a whole number, written without quotes.
    ///
    /// - Throws: ``YAMLError`` for anything else, and for a number beyond the range.
    public func integer(in range: ClosedRange<Int> = Int.min...Int.max) throws(YAMLError) -> Int {
        guard case .scalar(let text, false) = content, let value = Int(text) else {
            throw fault("expected a whole number, found \(sort)")
        }
        guard range.contains(value) else {
            throw fault("expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(value)")
        }
        return value
    }

    /// Returns a finite number, written without quotes; a whole one is taken too.
    ///
    /// - Throws: ``YAMLError`` for anything else.
    public func number() throws(YAMLError) -> Double {
        guard case .scalar(let text, false) = content, let value = Double(text), value.isFinite else {
            throw fault("expected a number, found \(sort)")
        }
        return value
    }

    /// Returns `true` or `false`, written so and without quotes: `yes` and `on` are texts here.
    ///
    /// - Throws: ``YAMLError`` for anything else.
    public func bool() throws(YAMLError) -> Bool {
        switch content {
        case .scalar("true", false): return true
        case .scalar("false", false): return false
        default: throw fault("expected true or false, found \(sort)")
        }
    }

    /// Whether nothing is written, or `~` or `null` without quotes; such a value counts as absent.
    public var isNull: Bool {
        if case .scalar(let text, false) = content { text.isEmpty || text == "~" || text == "null" } else { false }
    }

    /// Returns the items of a list, in order.
    ///
    /// - Throws: ``YAMLError`` for anything else; one value is no list.
    public func list() throws(YAMLError) -> [YAMLNode] {
        guard case .sequence(let items) = content else { throw fault("expected a list, found \(sort)") }
        return items
    }

    /// Returns a list of texts; a single text is a list of one.
    public func strings() throws(YAMLError) -> [String] {
        if case .scalar(let text, _) = content { return [text] }
        var texts: [String] = []
        for item in try list() { texts.append(try item.string()) }
        return texts
    }

    /// Returns one of the given words.
    public func choice(of words: [String]) throws(YAMLError) -> String {
        let text = try string()
        guard words.contains(text) else { throw unknown(text, among: words) }
        return text
    }

    private func unknown(_ text: String, among words: [String]) -> YAMLError {
        fault("'\(text)' is not known here\(suggestion(for: text, among: words))")
    }

    /// Returns a word of an enumeration.
    public func choice<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) throws(YAMLError) -> Word
    where Word.RawValue == String {
        let text = try string()
        guard let word = Word(rawValue: text) else { throw unknown(text, among: Word.allCases.map { $0.rawValue }) }
        return word
    }

    /// Returns the entries of a mapping whose keys must all be among `known`.
    ///
    /// - Throws: ``YAMLError`` at the first other key, with the known one that is nearest to it.
    public func mapping(of known: [String]) throws(YAMLError) -> YAMLMapping {
        let mapping = try openMapping()
        for entry in mapping.entries where !known.contains(entry.key) {
            let message = "unknown key '\(entry.key)'\(suggestion(for: entry.key, among: known))"
            throw YAMLError(file: file, line: entry.line, message: message)
        }
        return mapping
    }

    /// Returns the entries of a mapping whose keys a person makes up: names of agencies, of children in a script.
    public func openMapping() throws(YAMLError) -> YAMLMapping {
        guard case .mapping(let entries) = content else { throw fault("expected a mapping, found \(sort)") }
        return YAMLMapping(entries: entries, node: self)
    }

    /// The sort of content, for sentences; never the text itself, which may be somebody's name.
    public var sort: String {
        switch content {
        case .scalar(let text, let isQuoted): text.isEmpty && !isQuoted ? "nothing" : "text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// The entries of one mapping, in their order.
public struct YAMLMapping: Hashable, Sendable {
    /// The entries in the order of the file; no key is there twice.
    public let entries: [YAMLNode.Entry]
    /// The mapping itself, for faults that concern it as a whole.
    public let node: YAMLNode

    /// Returns the value of a key that must be there.
    public func required(_ key: String) throws(YAMLError) -> YAMLNode {
        guard let value = optional(key) else { throw node.fault("the key '\(key)' is missing") }
        return value
    }

    /// Returns the value of a key, or nil where the key is absent or its value is null.
    public func optional(_ key: String) -> YAMLNode? {
        let value = entries.first { $0.key == key }?.value
        return value?.isNull == true ? nil : value
    }

    /// The same as ``optional(_:)``.
    public subscript(key: String) -> YAMLNode? { optional(key) }
}
