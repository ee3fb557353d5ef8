/// Chance from a seed (SplitMix64; Steele, Lea, Flood 2014): the same seed, the same numbers, on every machine.
public struct Chance: Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number from nothing to one below the bound; the bias of the remainder is below one in 2^32 for the bounds used.
    public mutating func below(_ bound: Int) -> Int { bound > 1 ? Int(next() % UInt64(bound)) : 0 }

    /// Whether something happens of which the chance is given in millionths.
    public mutating func happens(millionths: Int) -> Bool { below(1_000_000) < millionths }

    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
