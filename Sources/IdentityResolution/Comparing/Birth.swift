/// Birth dates as eight decimal digits.
enum Birth {
    /// The least number of years between the births of a parent and a child.
    static let generation = 12

    static func level(_ one: UInt64, _ other: UInt64) -> Level {
        if one == other { return .same }
        let ((year, month, day), (otherYear, otherMonth, otherDay)) = (parts(one), parts(other))
        if year == otherYear, month == otherDay, day == otherMonth { return .swapped }
        if year == otherYear, isDefault(month, day) || isDefault(otherMonth, otherDay) { return .defaulted }
        if Digits.isOneSlip(one, other) { return .close }
        let equal = (year == otherYear ? 1 : 0) + (month == otherMonth ? 1 : 0) + (day == otherDay ? 1 : 0)
        return equal == 2 ? .similar : .different
    }

    static func parts(_ packed: UInt64) -> (UInt64, UInt64, UInt64) {
        (packed / 10_000, packed / 100 % 100, packed % 100)
    }

    private static func isDefault(_ month: UInt64, _ day: UInt64) -> Bool { month == 1 && day == 1 }
}

/// Whole numbers compared by their decimal digits.
enum Digits {
    /// Returns whether one digit is wrong, or two neighbouring digits are exchanged.
    static func isOneSlip(_ one: UInt64, _ other: UInt64) -> Bool {
        var (left, right) = (one, other)
        var wrong = 0
        var previous: (UInt64, UInt64)?
        var isExchange = false
        while left > 0 || right > 0 {
            let here = (left % 10, right % 10)
            if here.0 != here.1 {
                wrong += 1
                if wrong == 2, let previous { isExchange = previous == (here.1, here.0) }
                if wrong > 2 { return false }
                previous = here
            } else {
                previous = nil
            }
            (left, right) = (left / 10, right / 10)
        }
        return wrong == 1 || wrong == 2 && isExchange
    }
}

/// Postcodes, and other short texts, packed as bytes.
enum Postcode {
    static func level(_ one: UInt64, _ other: UInt64) -> Level {
        if one == other { return .same }
        if isOneSlip(one, other) { return .close }
        return district(one) == district(other) && district(one) != 0 ? .district : .different
    }

    /// Returns everything but the last three characters.
    static func district(_ packed: UInt64) -> UInt64 { packed >> 24 }

    /// Returns whether both have the same format, equal but for digits: `P91` and `P92`.
    static func areOfOneMaking(_ one: UInt64, _ other: UInt64) -> Bool {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            let (left, right) = (UInt8(truncatingIfNeeded: one >> shift), UInt8(truncatingIfNeeded: other >> shift))
            let areDigits = (48...57).contains(left) && (48...57).contains(right)
            guard left == right || areDigits else { return false }
        }
        return true
    }

    static func isOneSlip(_ one: UInt64, _ other: UInt64) -> Bool {
        withUnsafeBytes(of: one.bigEndian) { left in
            withUnsafeBytes(of: other.bigEndian) { right in
                let skipLeft = one.leadingZeroBitCount / 8
                let skipRight = other.leadingZeroBitCount / 8
                return left.withMemoryRebound(to: UInt8.self) { left in
                    right.withMemoryRebound(to: UInt8.self) { right in
                        Likeness.isOneSlip(
                            Likeness.Bytes(rebasing: left[skipLeft...]),
                            Likeness.Bytes(rebasing: right[skipRight...])
                        )
                    }
                }
            }
        }
    }
}

/// A key of one home, made from an address with its postcode.
enum HomeKey {
    static func all(_ addresses: some Sequence<RecordTrait>, _ postcodes: some Sequence<RecordTrait>) -> [UInt64] {
        var keys: [UInt64] = []
        for address in addresses where address.first != 0 {
            var count = 0
            for postcode in postcodes {
                keys.append(QuickHash.of(20, address.value, postcode.value))
                count += 1
            }
            if count == 0 { keys.append(QuickHash.of(20, address.value)) }
        }
        return keys
    }
}
