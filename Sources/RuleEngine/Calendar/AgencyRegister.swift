public import SafeguardingModel

/// The agencies and their sectors, numbered, so that a chronology stores two bytes instead of a name.
///
/// A number never changes once it is given: a later configuration may change an agency's title or sector. An agency
/// that no configuration names belongs to a sector of its own name.
public struct AgencyRegister: Sendable {
    package private(set) var agencies: [Agency] = []
    package private(set) var sectors: [Sector] = []
    /// The number of each agency's sector, by agency number.
    package private(set) var sectorNumbers: [UInt8] = []
    private var numbers: [AgencyName: UInt16] = [:]
    /// The sectors of the configured agencies, the five core ones first, each once.
    package private(set) var configuredSectors: [Sector] = []
    /// The bit of each configured sector in a mask of sectors, and its name inside and at the start of a sentence.
    private(set) var sectorWords: [(mask: UInt64, words: String, title: String)] = []

    public init(_ agencies: [Agency] = []) {
        configure(agencies)
    }

    /// Takes over the agencies of a new configuration.
    public mutating func configure(_ agencies: [Agency]) {
        for agency in agencies {
            let number = number(of: agency.name)
            self.agencies[Int(number)] = agency
            sectorNumbers[Int(number)] = self.number(of: agency.sector)
        }
        let present = Set(agencies.map(\.sector))
        configuredSectors = Sector.core.filter(present.contains) + present.subtracting(Sector.core).sorted()
        sectorWords = configuredSectors.map { sector in
            (1 << UInt64(self.number(of: sector)), sector.words, Wording.capitalised(sector.words))
        }
    }

    /// Returns the number of an agency; nil where it has none yet.
    package func knownNumber(of name: AgencyName) -> UInt16? { numbers[name] }

    /// Returns the number of an agency, and gives it one if it has none yet.
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

    /// Returns the number of a sector. There are 64 numbers; all sectors beyond them share the last one.
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

    /// Returns the title by which a sentence names an agency.
    package func title(of name: AgencyName) -> String {
        numbers[name].map { agencies[Int($0)].title } ?? name.rawValue
    }
}
