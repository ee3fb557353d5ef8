import DaemonKit
import ZeroMQ

/// `check`: everything that would keep an adapter from its work, looked at without changing anything.
struct AdapterCheck {
    private let configuration: AdapterConfiguration

    init(_ configuration: AdapterConfiguration) {
        self.configuration = configuration
    }

    /// A sentence each; none when it would run.
    func faults() async -> [String] {
        var faults: [String?] = [libraryFault, clientKeyFault, serverKeyFault]
        faults += MappingCheck(configuration).faults()
        for folder in [configuration.folder.inbox, configuration.folder.quarantine, configuration.data] {
            faults.append(folderFault(folder))
        }
        faults.append(await aggregatorFault())
        return faults.compactMap(\.self)
    }

    /// Whether the aggregator is there, is the one whose key we hold, and admits ours.
    private func aggregatorFault() async -> String? {
        if let fault = Reachability.fault(configuration.publish) { return fault }
        // What is wrong with the keys is said already.
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

    /// What is not there yet is made at the start, if the folder above lets us.
    private func folderFault(_ folder: String) -> String? {
        if Files.isFolder(folder) { return Files.isWritable(folder) ? nil : "\(folder): this user may not write there" }
        if Files.exists(folder) { return "\(folder): is not a folder" }
        var above = Path.parent(of: folder)
        while !Files.exists(above), above != Path.parent(of: above) { above = Path.parent(of: above) }
        return Files.isWritable(above) ? nil : "\(folder): does not exist, and this user may not make it in \(above)"
    }
}
