import DaemonKit
import SafeguardingModel

/// An entry of the inbox that may be an export.
struct Candidate {
    let name: ExportName
    let path: String
    let information: FileInformation

    func isSame(as known: KnownFile) -> Bool {
        known.isSame(size: information.size, modified: information.modified, inode: information.inode)
    }

    /// Returns a new entry for the outbox's list of files, or the old one brought up to date.
    func record(_ known: KnownFile?, mapping: String, mappings: String, at now: Instant) -> KnownFile {
        var record = KnownFile(
            name: name.text,
            size: information.size,
            modified: information.modified,
            inode: information.inode,
            mapping: mapping,
            mappings: mappings
        )
        (record.number, record.reading, record.at) = (known?.number ?? 0, known?.reading ?? 0, now)
        return record
    }
}

extension FolderSource {
    /// Returns the entries of the inbox, the oldest first; nil where it cannot be listed.
    func candidates() -> [Candidate]? {
        let names: [String]
        do {
            names = try Files.names(in: settings.inbox)
        } catch {
            pause(error.description)
            return nil
        }
        let candidates = names.compactMap { name -> Candidate? in
            let (name, path) = (ExportName(name), Path.join(settings.inbox, name))
            // An entry that vanished since the listing is skipped.
            guard !name.isIgnored, let information = try? Files.information(path), information.sort != .folder else {
                return nil
            }
            return Candidate(name: name, path: path, information: information)
        }
        return candidates.sorted {
            ($0.information.modified, $0.name.text) < ($1.information.modified, $1.name.text)
        }
    }
}
