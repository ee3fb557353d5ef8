/// The first and the last of a long list: the published size of an alert is bounded, however many facts carry it.
public struct Excerpt<Element> {
    /// The first twenty, or the whole of a list that is not cut.
    public let first: ArraySlice<Element>
    /// The last twenty; empty if the list is not cut.
    public let last: ArraySlice<Element>
    /// The number of elements between them.
    public let leftOut: Int

    /// Makes an excerpt; a list of at most forty is left whole.
    public init(_ all: [Element]) {
        let most = 40
        first = all.count > most ? all.prefix(most / 2) : all[...]
        last = all.count > most ? all.suffix(most / 2) : []
        leftOut = max(0, all.count - most)
    }

    /// The first and the last, joined, with nothing in the place of those left out.
    public var elements: [Element] { Array(first + last) }
}

extension Excerpt: Sendable where Element: Sendable {}

extension Excerpt<String> {
    /// The sentences, with one in the place of those left out.
    public var sentences: [String] {
        leftOut > 0 ? Array(first + [Excerpt.more(leftOut)] + last) : elements
    }
}

extension Excerpt {
    /// Returns `And 4,312 more.`
    public static func more(_ count: Int) -> String { "And \(grouped(count)) more." }

    /// Returns a count as people write it: `4,312`.
    public static func grouped(_ count: Int) -> String {
        count < 1_000
            ? "\(count)" : "\(grouped(count / 1_000)),\(String("\(1_000 + count % 1_000)".dropFirst()))"
    }
}
