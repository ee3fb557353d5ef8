/// A random number generator from a seed (SplitMix64; Steele, Lea, Flood 2014): the same seed gives the same numbers on
/// every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    /// Returns the next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Returns a number from 0 to one below the bound, and 0 for a bound below 2. The bias of the remainder is below
    /// one in 2^32 for bounds below 2^32.
    public mutating func below(_ bound: Int) -> Int { bound > 1 ? Int(next() % UInt64(bound)) : 0 }

    /// Draws whether an event occurs whose chance is given in millionths.
    public mutating func happens(millionths: Int) -> Bool { below(1_000_000) < millionths }

    /// Draws whether an event occurs that occurs once in `count` times.
    public mutating func happens(oneIn count: Int) -> Bool { below(count) == 0 }

    /// Draws one of the elements. There must be one.
    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
