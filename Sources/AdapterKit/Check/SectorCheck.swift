import DaemonKit
import SafeguardingModel
import StrictYAML

/// The check that a configuration fits the program that reads it: its agency, and the sector that it or the register
/// names.
struct SectorCheck {
    let configuration: AdapterConfiguration
    /// The sector from `sector:`, else from the aggregator's register where this site has it; nil where neither says.
    let sector: Sector?

    init(_ configuration: AdapterConfiguration) {
        self.configuration = configuration
        sector = configuration.sector ?? SectorCheck.registered(configuration)
    }

    /// `agency merseyside-police, sector police`
    var whose: String { "agency \(configuration.agency), sector \(sector?.rawValue ?? "not said here")" }

    /// Returns what is wrong when a program of another sector reads the configuration; nil where the program takes any.
    func fault(for program: String, of own: Sector?) -> String? {
        guard let own, let sector, sector != own else { return nil }
        return
            "\(configuration.path): is for the agency \(configuration.agency) of the sector \(sector), and \(program) is "
            + "for the sector \(own): take that sector's adapter, or refbus-adapter, which takes any"
    }

    private static func registered(_ configuration: AdapterConfiguration) -> Sector? {
        let file = configuration.site.agenciesFile
        guard let text = try? Files.text(file), let register = try? YAMLNode(parsing: text, file: file).openMapping(),
            let agencies = try? register["agencies"]?.openMapping(),
            let entry = try? agencies[configuration.agency.rawValue]?.openMapping()
        else { return nil }
        return (try? entry["sector"]?.string()).flatMap { $0 }.map { Sector(rawValue: $0) }
    }
}
