import SafeguardingModel

extension ExplanationContext {
    /// Returns a sentence about who the people are whom the child's evidence names in these roles, and by whose word:
    /// `Who they are: a registered sex offender, as Sample Police says; "mother's partner", as Sample House says.`
    ///
    /// Empty where nobody said. Restricted facts add nothing.
    func whoTheyAre(in roles: [Link.Role]) -> [String] {
        let open = context.facts[..<context.count].filter {
            $0.flags.contains(.linked) && !$0.flags.contains(.restricted)
        }
        let own = zip(facts, isOwn).filter { $0.1 && !$0.0.flags.contains(.restricted) }
        let named = own.flatMap { $0.0.links }.filter { roles.contains($0.role) && $0.kind == "person" }
        let keys = keysOfPerson(named)
        var words: [String] = []
        func add(_ word: String, _ line: ChronologyFact) {
            let said = "\(word), as \(Fact(line, in: directory).title(in: directory)) says"
            if !words.contains(said) { words.append(said) }
        }
        for (line, _) in zip(facts, isOwn) where line.kind == .personListed && !line.flags.contains(.restricted) {
            guard line.links.contains(where: { $0.keys.contains(where: keys.contains) }) else { continue }
            add(register(line.value(.register) ?? ""), line)
        }
        for line in open {
            for link in line.links where isOne(link, of: named, keys) {
                if link.isOfConcern { add("of concern", line) }
                if let called = link.called { add("\u{201C}\(called)\u{201D}", line) }
            }
        }
        return words.isEmpty ? [] : ["Who they are: \(words.joined(separator: "; "))."]
    }

    private func isOne(_ link: Link, of named: [Link], _ keys: Set<LinkKey>) -> Bool {
        link.keys.contains(where: keys.contains) || link.keys.isEmpty && named.contains(link)
    }

    /// Returns the keys that these links give, with all others of the persons of concern to whom they belong.
    private func keysOfPerson(_ links: [Link]) -> Set<LinkKey> {
        var keys = Set(links.flatMap(\.keys))
        for key in keys {
            guard let person = context.people.person(with: key)?.person else { continue }
            keys.formUnion(person.keys.map(context.people.key))
        }
        return keys.filter { !$0.isAddress }
    }

    private func register(_ name: String) -> String {
        name == "rso" ? "a registered sex offender" : "on the register \(name)"
    }
}
