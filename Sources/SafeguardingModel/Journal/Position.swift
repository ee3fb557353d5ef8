/// The number of an entry in the journal: 1, 2, 3 ..., without gaps, never used twice; 0 stands for none yet.
public struct Position: Hashable, Comparable, Strideable, Sendable {
    public let number: Int64

    /// Makes a position of any number; one that is too large becomes the largest.
    @inlinable public init(_ number: some BinaryInteger) { self.number = Int64(clamping: number) }

    /// The largest position, which no journal reaches: "to the end".
    public static let max = Position(Int64.max)

    @inlinable public static func == (left: Self, right: Self) -> Bool { left.number == right.number }
    @inlinable public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
    @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(number) }
    @inlinable public func distance(to other: Self) -> Int { other - self }
    @inlinable public func advanced(by count: Int) -> Self { self + count }

    /// The position so many entries later; beyond the largest there is none.
    @inlinable public static func + (left: Self, right: Int) -> Self {
        let (sum, overflows) = left.number.addingReportingOverflow(Int64(right))
        return overflows ? .max : Position(sum)
    }
    /// The position so many entries earlier.
    @inlinable public static func - (left: Self, right: Int) -> Self { Position(left.number - Int64(right)) }
    @inlinable public static func += (left: inout Self, right: Int) { left = left + right }
    /// The number of entries from the right position to the left one.
    @inlinable public static func - (left: Self, right: Self) -> Int { Int(left.number - right.number) }
}

extension Position: ExpressibleByIntegerLiteral, CustomStringConvertible, Codable {
    public init(integerLiteral number: Int64) { self.number = number }

    /// Reads a number as people write it; nil if the text is none.
    public init?(_ text: some StringProtocol) {
        guard let number = Int64(text) else { return nil }
        self.number = number
    }

    public var description: String { "\(number)" }

    public init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}
