import DaemonKit
import SafeguardingModel
import StrictYAML

/// The choice of a configuration where none is given: the program's own, or that of the only agency that it can serve.
struct AdapterLookup {
    let program: String
    let sector: Sector?
    var site = Site(root: ".")

    func configuration() throws -> String {
        let own = site.configuration(of: program)
        if Files.exists(own) { return own }
        let candidates = try agencies()
        guard candidates.count == 1, let agency = candidates.first else {
            throw UsageError(complaint(own, candidates))
        }
        return path(agency)
    }

    private func complaint(_ own: String, _ candidates: [String]) -> String {
        if candidates.isEmpty { return "there is no \(own); say which configuration to read: --config FILE" }
        return "say whose adapter this is: \(candidates.map { "--config \(path($0))" }.joined(separator: ", or "))"
    }

    private func path(_ agency: String) -> String { site.path("Config/agencies/\(agency)/adapter.yaml") }

    /// Returns the agencies with an adapter whose sector in the register is this program's; all of them where it serves
    /// any.
    private func agencies() throws -> [String] {
        let folder = site.path("Config/agencies")
        let all = try Files.isFolder(folder) ? Files.names(in: folder).filter { Files.exists(path($0)) } : []
        guard let sector, all.count > 1 else { return all }
        let register = try YAMLNode(parsing: Files.text(site.agenciesFile), file: site.agenciesFile).openMapping()
        let known = try register.required("agencies").openMapping()
        return all.filter { agency in
            let entry = try? known[agency]?.openMapping()
            return (try? entry?["sector"]?.string()) == sector.rawValue
        }
    }
}
