public import SafeguardingModel

/// The agencies and their sectors by small numbers, so that a chronology holds two bytes where it means a name.
///
/// A number, once given, stays: a later configuration may change an agency's title or sector, never its number. An agency
/// that no configuration names speaks for a sector of its own name.
public struct AgencyRegister: Sendable {
    package private(set) var agencies: [Agency] = []
    package private(set) var sectors: [Sector] = []
    /// Of every agency the number of its sector.
    package private(set) var sectorNumbers: [UInt8] = []
    private var numbers: [AgencyName: UInt16] = [:]
    /// The sectors of the configured agencies, the five core ones first, each once.
    package private(set) var configuredSectors: [Sector] = []
    /// Of every configured sector its bit in a mask of sectors, and how a sentence begins with it.
    private(set) var sectorWords: [(mask: UInt64, words: String, title: String)] = []

    public init(_ agencies: [Agency] = []) {
        configure(agencies)
    }

    /// Takes over what a new configuration says.
    public mutating func configure(_ agencies: [Agency]) {
        for agency in agencies {
            let number = number(of: agency.name)
            self.agencies[Int(number)] = agency
            sectorNumbers[Int(number)] = self.number(of: agency.sector)
        }
        let present = Set(agencies.map(\.sector))
        configuredSectors = Sector.core.filter(present.contains) + present.subtracting(Sector.core).sorted()
        sectorWords = configuredSectors.map { sector in
            (1 << UInt64(self.number(of: sector)), sector.words, RuleWords.capitalised(sector.words))
        }
    }

    /// The number of an agency; nil where it has none yet.
    package func knownNumber(of name: AgencyName) -> UInt16? { numbers[name] }

    /// The number of an agency, given now if it has none yet.
    package mutating func number(of name: AgencyName) -> UInt16 {
        if let number = numbers[name] { return number }
        let number = UInt16(clamping: agencies.count)
        let agency = Agency(name: name, sector: Sector(rawValue: name.rawValue))
        guard Int(number) == agencies.count else { return number - 1 }
        agencies.append(agency)
        sectorNumbers.append(self.number(of: agency.sector))
        numbers[name] = number
        return number
    }

    /// Sixty-four sectors can be told apart; whatever comes after shares the last number.
    private mutating func number(of sector: Sector) -> UInt8 {
        if let number = sectors.firstIndex(of: sector) { return UInt8(number) }
        guard sectors.count < 64 else { return 63 }
        sectors.append(sector)
        return UInt8(sectors.count - 1)
    }

    func sector(ofAgency number: UInt16) -> Sector { sectors[Int(sectorNumbers[Int(number)])] }

    package func sectors(in mask: UInt64) -> [Sector] {
        sectors.indices.filter { mask & (1 << UInt64($0)) != 0 }.map { sectors[$0] }.sorted()
    }

    /// How a sentence names an agency.
    package func title(of name: AgencyName) -> String {
        numbers[name].map { agencies[Int($0)].title } ?? name.rawValue
    }
}
