/// Of every rule of which sorts of facts there must be one before it can speak, in one list: asked of every rule with every
/// fact, where lists within lists would have to be held and let go each time.
struct RuleNeeds: Sendable {
    private struct Need: Sendable {
        let traits: Traits
        /// The branch needs nothing in particular.
        let isFree: Bool
        let endsBranch: Bool
    }

    private var all: [Need] = []
    /// Where each rule's needs begin, and where the last one's end.
    private var starts = [0]

    init(_ rules: [Rule]) {
        for rule in rules {
            for branch in rule.needs { add(branch) }
            starts.append(all.count)
        }
    }

    private mutating func add(_ branch: [Traits]) {
        guard let last = branch.last else {
            return all.append(Need(traits: Traits(), isFree: true, endsBranch: true))
        }
        for traits in branch.dropLast() { all.append(Need(traits: traits, isFree: false, endsBranch: false)) }
        all.append(Need(traits: last, isFree: false, endsBranch: true))
    }

    /// Whether there is every sort that some branch of a rule needs.
    func areMet(ofRule place: Int, by traits: Traits) -> Bool {
        all.withUnsafeBufferPointer { all in
            var isMet = true
            for number in starts[place]..<starts[place + 1] {
                isMet = isMet && (all[number].traits.meets(traits) || all[number].isFree)
                if all[number].endsBranch {
                    if isMet { return true }
                    isMet = true
                }
            }
            return false
        }
    }
}
