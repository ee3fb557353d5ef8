import BusProtocol
import DaemonKit

/// The register of keys as it was last put in force, in the aggregator's own folder: with it a start lets in whom it let in
/// before, also where somebody has left the register with a fault.
struct LastRegister {
    private let site: Site
    private let copy: String

    init(_ configuration: AggregatorConfiguration) {
        site = configuration.site
        copy = Path.join(configuration.data, "agencies.last.yaml")
    }

    /// The register, or where it cannot be read what it said last.
    ///
    /// - Throws: what is wrong with the register where there is no copy.
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

    /// On a full disk the copy of before stays.
    func keep(_ register: AgenciesFile) {
        let bytes = Array(register.text.utf8)
        guard (try? Files.read(copy)) != bytes else { return }
        try? Files.write(bytes, to: copy)
    }
}
