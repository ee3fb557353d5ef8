import DaemonKit
public import MappingKit
public import StrictYAML

/// All mapping files of an adapter, in the order in which they are tried.
public struct MappingSet: Sendable {
    /// One mapping, and the file that states it.
    public struct Entry: Sendable {
        /// The mapping as read; it has no fault.
        public let mapping: Mapping
        /// The path of the file, for sentences and to find its samples beside it.
        public let path: String
    }

    /// The mappings, by file name.
    public let entries: [Entry]
    /// The digest of all their text: a file that failed under one set is tried again under another.
    public let digest: String

    /// The mappings alone, in the same order.
    public var mappings: [Mapping] { entries.map(\.mapping) }

    /// Reads every `.yaml` of a folder, but none in folders below it.
    ///
    /// - Throws: the first fault: a file that cannot be read or has an error, or two mappings of one name.
    public init(folder: String) throws(YAMLError) {
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

    /// Returns the first mapping whose pattern fits the file's name.
    public func mapping(for fileName: String) -> Mapping? {
        entries.first { $0.mapping.matches(fileName) }?.mapping
    }

    static func names(in folder: String) throws(YAMLError) -> [String] {
        do {
            return try Files.names(in: folder).filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
        } catch {
            throw YAMLError(file: folder, line: 0, message: error.message)
        }
    }

    private static func text(_ path: String) throws(YAMLError) -> String {
        do { return try Files.text(path) } catch { throw YAMLError(file: path, line: 0, message: error.message) }
    }

    /// Refuses two mappings of one name, since the name is a part of every event's id.
    private static func refuseDoubles(_ entries: [Entry]) throws(YAMLError) {
        for (index, entry) in entries.enumerated() {
            guard let other = entries[..<index].first(where: { $0.mapping.name == entry.mapping.name }) else {
                continue
            }
            throw YAMLError(
                file: entry.path,
                line: 0,
                message: "the mapping is called '\(entry.mapping.name)', and so is that of \(other.path); rename one"
            )
        }
    }
}
