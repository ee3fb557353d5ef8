internal import SafeguardingModel

/// Chance from a seed: the same seed, the same throws, on every machine.
public struct Dice: RandomNumberGenerator, Sendable {
    private var generator: SeededGenerator

    public init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    public mutating func next() -> UInt64 { generator.next() }

    /// A number from 0 to one below the bound.
    public mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    /// True once in so many times.
    public mutating func happens(oneIn count: Int) -> Bool { below(count) == 0 }

    /// True so many times out of a thousand.
    public mutating func happens(perMille: Int) -> Bool { below(1_000) < perMille }

    /// One of the elements, of which there must be one.
    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
