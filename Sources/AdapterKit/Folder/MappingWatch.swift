package import DaemonKit
package import Logging
import StrictYAML

/// The mapping files on the disk beside those in use: read again when asked, and compared for the health.
package actor MappingWatch {
    private let folder: String
    private let source: FolderSource
    private let health: Health
    private let logger: Logger
    /// The files when they were last compared with those in use.
    private var compared: [String: FileInformation]?

    package init(_ folder: String, for source: FolderSource, health: Health, logger: Logger) {
        self.folder = folder
        self.source = source
        self.health = health
        self.logger = logger
    }

    /// Reads the mappings again; a fault in one of them leaves the old ones in use.
    package func reread() async {
        compared = nil
        do {
            await source.use(try MappingSet(folder: folder))
            logger.record(.notice, "Mappings read again")
        } catch {
            let reason: KeyValuePairs<LogKey, any CustomStringConvertible> = [.reason: error.description]
            logger.record(.error, "Mappings not read again; the old ones are still in use", reason)
        }
        await compareWithDisk()
    }

    /// Reports to the health whether the files are those in use, whenever they have changed.
    package func compareWithDisk() async {
        let files = files
        guard files != compared else { return }
        compared = files
        let used = await source.mappings.digest
        health.report(.mappingsOlderThanDisk, sentence(used))
    }

    private func sentence(_ used: String) -> String? {
        do {
            guard try MappingSet(folder: folder).digest != used else { return nil }
            return "mappings changed since they were read; to use them: systemctl reload, or SIGHUP (first: check)"
        } catch {
            return "the mappings that were read before are still in use, because a file has a fault: \(error)"
        }
    }

    private var files: [String: FileInformation] {
        let names = (try? MappingSet.names(in: folder)) ?? []
        return names.reduce(into: [:]) { $0[$1] = try? Files.information(Path.join(folder, $1)) }
    }
}
