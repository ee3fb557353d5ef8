public import SafeguardingModel

/// The adults whom agencies' facts name beside the children, and which of them may be one.
///
/// Adults are known by keys (an online name, a phone, a vehicle, a register's reference, a full name with birth date).
/// Facts that share a key are about one adult, which the rules use. This book compares adults without a common key by
/// weaker traits, in points as for children, and only reports what agrees: a person alone joins adults. The answers
/// depend on the facts and decisions alone, in any order of arrival.
public struct AdultBook: Sendable {
    struct Node: Sendable {
        let key: LinkKey
        /// The facts that name the key.
        var facts: Set<Position> = []
        /// The number of its mentions with more than keys.
        var descriptions = 0
        /// The keys named beside it for one person, each with the number of mentions.
        var ties: [Int32: Int] = [:]
    }

    struct Entry: Sendable {
        /// The fact as the event had it, without people's decisions.
        var fact: AdultFact
        var mentions: [AdultMention]
    }

    private(set) var nodes: [Node] = []
    private(set) var numbers: [LinkKey: Int32] = [:]
    private(set) var entries: [Position: Entry] = [:]
    private(set) var blocks = AdultBlocks()
    /// The facts of each child's record.
    private(set) var factsOfRecord: [UInt32: Set<Position>] = [:]
    private(set) var names: NameTable
    private(set) var settings: AdultSettings
    let most: MostAdultPoints
    var decisions = DecisionBook<LinkKey>()
    private var words: Set<String>

    public init(settings: IdentitySettings = IdentitySettings()) {
        names = NameTable(settings)
        self.settings = settings.people
        most = MostAdultPoints(settings.people)
        words = settings.people.foldedWords
    }

    /// Adds what a fact says of adults; returns the other facts whose links may change by it.
    public mutating func learn(_ fact: AdultFact) -> [Position] {
        guard entries[fact.position] == nil else { return [] }
        let mentions = mentions(of: fact)
        guard !mentions.isEmpty else { return [] }
        entries[fact.position] = Entry(fact: fact, mentions: mentions)
        if let record = fact.record { factsOfRecord[record, default: []].insert(fact.position) }
        for mention in mentions { enter(mention, fact.position) }
        return decisions.isEmpty ? [] : facts(partedAround: mentions.flatMap(\.nodes)).filter { $0 != fact.position }
    }

    /// Removes what ``learn(_:)`` added; returns the facts whose links may change without it.
    public mutating func forget(_ position: Position) -> [Position] {
        guard let entry = entries[position] else { return [] }
        let nodes = entry.mentions.flatMap(\.nodes)
        let touched = decisions.isEmpty ? [] : facts(partedAround: nodes).filter { $0 != position }
        for mention in entry.mentions { leave(mention, position) }
        entries[position] = nil
        if let record = entry.fact.record {
            factsOfRecord[record]?.remove(position)
            if factsOfRecord[record]?.isEmpty ?? false { factsOfRecord[record] = nil }
        }
        return touched
    }

    /// Applies a person's decision; returns the facts whose links may change.
    public mutating func decide(_ kind: Decision.Kind, at position: Position) -> [Position] {
        let before = decisions
        let named: [LinkKey] =
            switch kind {
            case .samePerson(let keys, _): decisions.add(.same(keys), at: position)
            case .differentPeople(let keys, _): decisions.add(.different(keys), at: position)
            case .takenBack(let earlier): decisions.add(.takenBack(earlier), at: position)
            default: []
            }
        guard !named.isEmpty else { return [] }
        return (facts(around: named, before) + facts(around: named, decisions)).uniqued
    }

    /// Returns a book without facts but with the same settings, names and decisions.
    func emptied() -> AdultBook {
        var book = self
        (book.nodes, book.numbers, book.entries, book.blocks, book.factsOfRecord) = ([], [:], [:], AdultBlocks(), [:])
        return book
    }

    /// Compares by new settings from now on.
    public mutating func configure(_ settings: IdentitySettings) {
        let old = self
        self = AdultBook(settings: settings)
        decisions = old.decisions
        for entry in old.entries.values { _ = learn(entry.fact) }
    }
}

extension AdultBook {
    private mutating func mentions(of fact: AdultFact) -> [AdultMention] {
        var mentions: [AdultMention] = []
        for (place, link) in fact.links.enumerated() where link.mayBeAnAdult {
            if let mention = mention(link, at: place, of: fact) { mentions.append(mention) }
        }
        return mentions
    }

    private mutating func mention(_ link: Link, at place: Int, of fact: AdultFact) -> AdultMention? {
        let name = link.kind == "person" ? AdultName(link.label, without: words) : nil
        var mention = AdultMention(
            link: place,
            nodes: link.keys.filter(\.isAdults).map { number(of: $0) },
            isMereName: false
        )
        if mention.nodes.isEmpty {
            guard let name, !name.isEmpty else { return nil }
            mention.nodes = [number(of: fact.nameKey(name.text))]
            mention.isMereName = true
        }
        if let name {
            mention.given = names.number(ofFolded: name.given)
            mention.family = names.number(ofFolded: name.family)
            mention.aliases = name.nicknames.map { names.number(ofFolded: $0) }
        }
        for trait in link.traits { take(trait, into: &mention, year: fact.year) }
        return mention
    }

    private mutating func take(_ trait: PersonTrait, into mention: inout AdultMention, year: Int) {
        switch trait {
        case .alias(let text):
            let name = AdultName(text, without: words)
            mention.aliases += ([name.given] + name.nicknames).filter { !$0.isEmpty }.map { names.number(ofFolded: $0) }
        case .born(let day): mention.born = packedDay(day)
        case .age(let age) where year > 0: mention.years = (year - age - 3)...(year - age + 2)
        case .age: break
        case .address(let postcode, let house):
            let number = folded(Premises.house(house))
            if !number.isEmpty { mention.homes.append(StableHash.of(postcode, number)) }
        }
    }

    private mutating func number(of key: LinkKey) -> Int32 {
        if let number = numbers[key] { return number }
        let number = Int32(nodes.count)
        nodes.append(Node(key: key))
        numbers[key] = number
        return number
    }

    private mutating func enter(_ mention: AdultMention, _ position: Position) {
        for node in mention.nodes {
            nodes[Int(node)].facts.insert(position)
            if !mention.isBare { nodes[Int(node)].descriptions += 1 }
        }
        tie(mention.nodes, by: 1)
        for block in blocks(of: mention) { blocks.insert(mention.nodes[0], block) }
    }

    private mutating func leave(_ mention: AdultMention, _ position: Position) {
        for node in mention.nodes {
            nodes[Int(node)].facts.remove(position)
            if !mention.isBare { nodes[Int(node)].descriptions -= 1 }
        }
        tie(mention.nodes, by: -1)
        for block in blocks(of: mention) { blocks.remove(mention.nodes[0], block) }
    }

    private mutating func tie(_ found: [Int32], by step: Int) {
        guard let first = found.first else { return }
        for other in found.dropFirst() {
            for (one, two) in [(first, other), (other, first)] {
                let count = nodes[Int(one)].ties[two, default: 0] + step
                nodes[Int(one)].ties[two] = count > 0 ? count : nil
            }
        }
    }

    private func blocks(of mention: AdultMention) -> [UInt64] {
        AdultBlocks.keys(of: mention, mention.nodes.map { nodes[Int($0)].key }, names)
    }
}

extension Link {
    /// Whether the link is a person, or something by which a person is recognised.
    public var mayBeAnAdult: Bool { kind == "person" || kind == "handle" || kind == "phone" || kind == "vehicle" }
}

extension Sequence where Element: Hashable {
    /// The elements in the order of their first occurrence, each once.
    var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
