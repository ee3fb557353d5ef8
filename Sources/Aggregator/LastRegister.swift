import BusProtocol
import DaemonKit

/// The register of keys as last put in force, kept in the aggregator's own folder: with it a start admits the holders
/// admitted before, even if the register now has a fault.
struct LastRegister {
    private let site: Site
    private let copy: String

    init(_ configuration: AggregatorConfiguration) {
        site = configuration.site
        copy = Path.join(configuration.data, "agencies.last.yaml")
    }

    /// Returns the policy of the register or, if the register cannot be read, of the copy.
    ///
    /// - Throws: the register's fault, if there is no copy.
    func directory() throws -> AgencyDirectory {
        do {
            return try AgencyDirectory(AgenciesFile(reading: site), file: site.agenciesFile)
        } catch {
            guard let text = try? Files.text(copy), let last = try? AgenciesFile(parsing: text, file: copy) else {
                throw error
            }
            return try AgencyDirectory(last, file: copy)
        }
    }

    /// Keeps a copy of the register; on a full disk the previous copy remains.
    func keep(_ register: AgenciesFile) {
        let bytes = Array(register.text.utf8)
        guard (try? Files.read(copy)) != bytes else { return }
        try? Files.write(bytes, to: copy)
    }
}
