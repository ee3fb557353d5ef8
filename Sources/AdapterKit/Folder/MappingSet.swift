import DaemonKit
public import MappingKit
public import StrictYAML

/// All mapping files of an adapter, and which of them is for which export.
public struct MappingSet: Sendable {
    public struct Entry: Sendable {
        public let mapping: Mapping
        /// Where it stands, for sentences and to find its samples beside it.
        public let path: String
    }

    /// In order of their file names.
    public let entries: [Entry]
    /// Of their whole text: what failed under one set is tried again under another.
    public let digest: String

    public var mappings: [Mapping] { entries.map(\.mapping) }

    /// Reads every `.yaml` of a folder.
    public init(folder: String) throws(YAMLFault) {
        var entries: [Entry] = []
        var content: [UInt8] = []
        for name in try MappingSet.names(in: folder) {
            let path = Path.join(folder, name)
            let text = try MappingSet.text(path)
            entries.append(Entry(mapping: try Mapping(parsing: text, file: path), path: path))
            content += Array(name.utf8) + [0] + Array(text.utf8) + [0]
        }
        try MappingSet.refuseDoubles(entries)
        self.entries = entries
        digest = EventHash(content).text
    }

    /// The mapping for a file of this name: the first whose pattern fits.
    public func mapping(for fileName: String) -> Mapping? {
        entries.first { $0.mapping.matches(fileName) }?.mapping
    }

    private static func names(in folder: String) throws(YAMLFault) -> [String] {
        do {
            return try Files.names(in: folder).filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
        } catch {
            throw YAMLFault(file: folder, line: 0, message: error.message)
        }
    }

    private static func text(_ path: String) throws(YAMLFault) -> String {
        do { return try Files.text(path) } catch { throw YAMLFault(file: path, line: 0, message: error.message) }
    }

    /// The name is a part of every event's id, so two mappings must not share one.
    private static func refuseDoubles(_ entries: [Entry]) throws(YAMLFault) {
        for (index, entry) in entries.enumerated() {
            guard let other = entries[..<index].first(where: { $0.mapping.name == entry.mapping.name }) else {
                continue
            }
            throw YAMLFault(
                file: entry.path,
                line: 0,
                message: "the mapping is called '\(entry.mapping.name)', and so is that of \(other.path); rename one"
            )
        }
    }
}
