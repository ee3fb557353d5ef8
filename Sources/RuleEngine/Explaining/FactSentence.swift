package import SafeguardingModel

/// One fact in plain words, without the child's name, without when: `Merseyside Police reported the child missing`.
package enum FactSentence {
    package static func text(for fact: Fact, in directory: Directory) -> String {
        "\(fact.title(in: directory)) told of \(fact.kind.rawValue)"
    }
}

extension Fact {
    /// How a sentence names the agency.
    package func title(in directory: Directory) -> String { directory.title(of: agency) }
}
