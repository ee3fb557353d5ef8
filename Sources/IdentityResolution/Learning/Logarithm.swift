/// Returns the logarithm to base two, the same on every machine: the exponent, then bit after bit by squaring.
func binaryLogarithm(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return value > 0 ? 1_024 : -1_074 }
    var rest = value.significand
    var result = Double(value.exponent)
    var bit = 0.5
    for _ in 0..<40 {
        rest *= rest
        if rest >= 2 {
            rest /= 2
            result += bit
        }
        bit /= 2
    }
    return result
}
