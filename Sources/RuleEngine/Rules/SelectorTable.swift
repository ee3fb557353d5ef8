import SafeguardingModel

/// The selectors of a set of rules that a fact matches, as bits.
package struct SelectorMask: Hashable, Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    mutating func insert(_ bit: SelectorBit) {
        if bit.number < 64 { low |= 1 << UInt64(bit.number) } else { high |= 1 << UInt64(bit.number - 64) }
    }

    mutating func formUnion(_ other: SelectorMask) {
        low |= other.low
        high |= other.high
    }

    func meets(_ other: SelectorMask) -> Bool { low & other.low != 0 || high & other.high != 0 }

    func contains(_ bit: SelectorBit) -> Bool { low & bit.low != 0 || high & bit.high != 0 }
}

/// One selector of a set of rules, by its number, with its masks computed.
package struct SelectorBit: Hashable, Sendable {
    let number: Int
    let low: UInt64
    let high: UInt64

    init(_ number: Int) {
        self.number = number
        low = number < 64 ? 1 << UInt64(number) : 0
        high = number < 64 ? 0 : 1 << UInt64(number - 64)
    }
}

/// All different selectors of a set of rules. Equal ones share a bit.
package struct SelectorTable: Sendable {
    private(set) var selectors: [Selector] = []
    /// The selectors that ask for each kind alone, by the kind's number; `testsByKind` has those that ask for more.
    private var wholeKinds: [SelectorMask] = EventKind.allCases.map { _ in SelectorMask() }
    private var testsByKind: [[Test]] = EventKind.allCases.map { _ in [] }

    /// A clause in the form that is tested for each fact of its kind: usually a field's value decides, and copying a
    /// whole clause would copy seven lists.
    private struct Test: Sendable {
        let bit: SelectorBit
        let fields: [Selector.Clause.Condition]
        /// The whole clause, where it asks for more than values of fields.
        let whole: AllSelectors?

        init(_ bit: SelectorBit, _ clause: Selector.Clause) {
            self.bit = bit
            fields = clause.fields
            whole = clause.asksForFieldsAlone ? nil : AllSelectors(clause)
        }
    }

    private final class AllSelectors: Sendable {
        let clause: Selector.Clause
        init(_ clause: Selector.Clause) { self.clause = clause }
    }

    package init() {}

    /// Returns the bit of a selector, and gives it one if it has none yet; nil when all 128 are taken.
    mutating func bit(of selector: Selector) -> SelectorBit? {
        if let number = selectors.firstIndex(of: selector) { return SelectorBit(number) }
        guard selectors.count < 128 else { return nil }
        let bit = SelectorBit(selectors.count)
        selectors.append(selector)
        for clause in selector.clauses {
            if clause.isWholeKind {
                wholeKinds[clause.kind.number].insert(bit)
            } else {
                testsByKind[clause.kind.number].append(Test(bit, clause))
            }
        }
        return bit
    }

    func mask(kind: EventKind, fields: [Field], links: [Link]) -> SelectorMask {
        var mask = wholeKinds[kind.number]
        for test in testsByKind[kind.number] where Selector.Clause.are(test.fields, in: fields) {
            guard test.whole?.clause.matches(fields: fields, links: links) ?? true else { continue }
            mask.insert(test.bit)
        }
        return mask
    }
}
