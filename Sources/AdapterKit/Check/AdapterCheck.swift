import DaemonKit
import ZeroMQ

/// The `check` command of an adapter: looks for everything that would keep it from its work, and changes nothing.
struct AdapterCheck {
    private let configuration: AdapterConfiguration

    init(_ configuration: AdapterConfiguration) {
        self.configuration = configuration
    }

    /// Returns a sentence for each fault; none when the adapter would run.
    func faults() async -> [String] {
        var faults: [String?] = [libraryFault, clientKeyFault, serverKeyFault]
        faults += MappingCheck(configuration).faults()
        for folder in [configuration.folder.inbox, configuration.folder.quarantine, configuration.data] {
            faults.append(folderFault(folder))
        }
        faults.append(await aggregatorFault())
        return faults.compactMap(\.self)
    }

    /// Returns why the aggregator cannot be reached, has another key than ours, or does not admit ours; nil when all is
    /// well.
    private func aggregatorFault() async -> String? {
        if let fault = Reachability.fault(configuration.publish) { return fault }
        // `faults()` has reported faults in the keys already.
        guard let server = try? configuration.server(), let context = try? Context() else { return nil }
        return await AggregatorGreeting(server, context).fault()
    }

    private var libraryFault: String? {
        do { try Context.requireCapable() } catch { return "\(error)" }
        return nil
    }

    private var clientKeyFault: String? {
        do { _ = try configuration.clientKeys() } catch { return error.description }
        return nil
    }

    private var serverKeyFault: String? {
        do { _ = try configuration.serverKey() } catch { return error.description }
        return nil
    }

    /// Returns why a folder cannot be used; one that does not exist is made at the start, if the folder above permits
    /// it.
    private func folderFault(_ folder: String) -> String? {
        if Files.isFolder(folder) { return Files.isWritable(folder) ? nil : "\(folder): this user may not write there" }
        if Files.exists(folder) { return "\(folder): is not a folder" }
        var above = Path.parent(of: folder)
        while !Files.exists(above), above != Path.parent(of: above) { above = Path.parent(of: above) }
        return Files.isWritable(above) ? nil : "\(folder): does not exist, and this user may not make it in \(above)"
    }
}
