/// A pattern of file names: `missing_*.csv`, with `*` for any letters and `?` for one, in any case.
public struct NamePattern: Hashable, Sendable, CustomStringConvertible {
    /// The pattern as the mapping writes it.
    public let description: String
    private let pattern: [Character]

    public init(_ text: String) {
        description = text
        pattern = Array(text.lowercased())
    }

    /// Returns whether the whole name fits, in any case.
    ///
    /// It has two positions and one point of return, so its time never grows exponentially with the number of stars.
    public func matches(_ name: String) -> Bool {
        let name = Array(name.lowercased())
        var (index, at) = (0, 0)
        var star: (index: Int, at: Int)?
        while at < name.count {
            if index < pattern.count, pattern[index] == "*" {
                star = (index, at)
                index += 1
            } else if index < pattern.count, pattern[index] == "?" || pattern[index] == name[at] {
                index += 1
                at += 1
            } else if let last = star {
                star = (last.index, last.at + 1)
                index = last.index + 1
                at = last.at + 1
            } else {
                return false
            }
        }
        return pattern[index...].allSatisfy { $0 == "*" }
    }
}
