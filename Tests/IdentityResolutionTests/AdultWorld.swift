import IdentityResolution
import SafeguardingModel

/// Facts about adults as a test writes them, and what a book makes of them.
struct AdultWorld {
    var book = AdultBook(settings: .withNames)
    private(set) var facts: [AdultFact] = []

    init(_ facts: [AdultFact] = []) {
        for fact in facts { learn(fact) }
    }

    mutating func learn(_ fact: AdultFact) {
        facts.append(fact)
        _ = book.learn(fact)
    }

    /// Each record is a child of its own, except where two have the same hundreds.
    static func child(_ record: UInt32) -> Int32 { Int32(record / 100) }
    func records(_ record: UInt32) -> [UInt32] {
        Set(facts.compactMap(\.record)).filter { $0 / 100 == record / 100 }.sorted()
    }

    var possible: [PossibleAdults] { book.possible(AdultWorld.child, records) }
    var pairs: [[String]] { possible.map { $0.keys.map(\.description) } }

    /// All that must not depend on the order: who is possibly whom, and how every fact reads.
    var picture: [String] {
        possible.map { "\($0)" }
            + facts.sorted { $0.position < $1.position }.map { fact in
                "\(fact.position): "
                    + book.links(fact.links, of: fact.position).map { "\($0.keys.map(\.description))" }.joined()
            }
    }

    /// One number for all that, the same in every run.
    var hash: UInt64 {
        picture.joined(separator: "\n").utf8.reduce(0xcbf2_9ce4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
    }
}

/// One fact that names one adult.
func told(
    _ position: Position,
    by agency: AgencyName = "home",
    of record: UInt32? = nil,
    _ name: String = "",
    keys: [String] = [],
    _ traits: PersonTrait...,
    restricted: Bool = false
) -> AdultFact {
    AdultFact(
        position: position,
        record: record,
        agency: agency,
        reference: record.map { "R-\($0)" } ?? "E-\(position)",
        year: 2015,
        isRestricted: restricted,
        links: [
            Link(
                role: .mentioned,
                label: name,
                keys: keys.compactMap(LinkKey.init(spelled:)),
                kind: "person",
                traits: traits
            )
        ]
    )
}

func adult(_ text: String) -> LinkKey { LinkKey(spelled: text) ?? LinkKey(.handle, text) }
