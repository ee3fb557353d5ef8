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

    /// Returns the records that this account must not know of, sorted.
    func closed(to account: String) -> [RecordKey] {
        readers.filter { !$0.value.contains(account) }.keys.sorted()
    }

    /// Returns whether a child with these records is open to an account.
    func areOpen(_ records: [RecordKey], to account: String) -> Bool {
        guard !readers.isEmpty else { return true }
        return records.allSatisfy { readers[$0]?.contains(account) ?? true }
    }

    /// Returns whether these records are of a child whom only some may see.
    func concern(_ records: [RecordKey]) -> Bool { records.contains { readers[$0] != nil } }

    package init(parsing text: String, file: String) throws(YAMLError) {
        let root = try YAMLNode(parsing: text, file: file).mapping(of: ["restricted"])
        for node in try root["restricted"]?.list() ?? [] {
            let values = try node.mapping(of: ["record", "readers", "why"])
            let record = try Restrictions.record(values.required("record"))
            _ = try values.required("why").name()
            readers[record, default: []].formUnion(try values.required("readers").strings())
        }
    }

    private static func record(_ node: YAMLNode) throws(YAMLError) -> RecordKey {
        let parts = try node.name().split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, AgencyName(rawValue: parts[0]).isWellFormed else {
            throw node.fault("expected an agency and its reference, such as merseyside-police/MP-77120")
        }
        return RecordKey(agency: AgencyName(rawValue: parts[0]), subject: parts[1])
    }
}
