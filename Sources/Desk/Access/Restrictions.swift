import DaemonKit
import SafeguardingModel
package import StrictYAML
import Synchronization

/// Children whom only named people may see: the families of staff, witnesses.
///
/// ```yaml
/// restricted:
///   - { record: merseyside-police/MP-77120, readers: [sample.manager], why: family of staff }
/// ```
package struct Restrictions: Hashable, Sendable {
    private var readers: [RecordKey: Set<String>] = [:]

    package init() {}

    package var isEmpty: Bool { readers.isEmpty }

    /// The records that this account must not know of, sorted.
    func closed(to account: String) -> [RecordKey] {
        readers.filter { !$0.value.contains(account) }.keys.sorted()
    }

    /// Whether a child with these records is open to an account.
    func areOpen(_ records: [RecordKey], to account: String) -> Bool {
        guard !readers.isEmpty else { return true }
        return records.allSatisfy { readers[$0]?.contains(account) ?? true }
    }

    /// Whether these records are of a child whom only some may see.
    func concern(_ records: [RecordKey]) -> Bool { records.contains { readers[$0] != nil } }

    package init(parsing text: String, file: String) throws(YAMLFault) {
        let root = try YAMLNode(parsing: text, file: file).mapping(of: ["restricted"])
        for node in try root["restricted"]?.list() ?? [] {
            let values = try node.mapping(of: ["record", "readers", "why"])
            let record = try Restrictions.record(values.required("record"))
            _ = try values.required("why").name()
            readers[record, default: []].formUnion(try values.required("readers").strings())
        }
    }

    private static func record(_ node: YAMLNode) throws(YAMLFault) -> RecordKey {
        let parts = try node.name().split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, AgencyName(rawValue: parts[0]).isWellFormed else {
            throw node.fault("expected an agency and its reference, such as merseyside-police/MP-77120")
        }
        return RecordKey(agency: AgencyName(rawValue: parts[0]), subject: parts[1])
    }
}

/// The restrictions as the file has them now.
///
/// A file that cannot be read opens nobody to anybody.
final class RestrictionBook: Sendable {
    private struct Content {
        var stamp: FileInformation?
        var restrictions = Restrictions()
        var isReadable = true
    }

    private let file: String
    private let content = Mutex(Content())

    init(file: String) {
        self.file = file
    }

    /// Nil where the file cannot be read.
    var current: Restrictions? {
        content.withLock { content in
            let stamp = (try? Files.information(file)) ?? nil
            if stamp != content.stamp || !content.isReadable { content = read(stamp) }
            return content.isReadable ? content.restrictions : nil
        }
    }

    private func read(_ stamp: FileInformation?) -> Content {
        guard stamp != nil else { return Content(stamp: nil) }
        guard let text = try? Files.text(file), let read = try? Restrictions(parsing: text, file: file) else {
            return Content(stamp: stamp, isReadable: false)
        }
        return Content(stamp: stamp, restrictions: read)
    }
}
