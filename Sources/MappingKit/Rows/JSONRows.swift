/// A reader of the objects of a JSON export as its bytes arrive: an array of objects, or one object alone.
///
/// The array is split into elements before any is parsed, so that a large export needs memory for one element.
public struct JSONRows: Sendable {
    private var elements: JSONElements
    private var rowCount = 0
    /// A fault found after rows that are returned first, so that the pieces in which a file arrives make no difference.
    private var fault: ExportError?

    public init(limits: RowLimits = RowLimits()) {
        elements = JSONElements(limit: limits.rowBytes)
    }

    /// Takes the next bytes of the file and returns the objects that are complete.
    ///
    /// - Throws: the reason why the file is not an array of objects. Objects before the fault are returned first, and
    ///   the next call throws.
    public mutating func feed(_ chunk: some Collection<UInt8>) throws(ExportError) -> [RowItem] {
        if let fault { throw fault }
        var items: [RowItem] = []
        do throws(ExportError) {
            for byte in chunk {
                guard let element = try elements.take(byte) else { continue }
                rowCount += 1
                items.append(RowItem(json: element, number: rowCount))
            }
        } catch {
            guard !items.isEmpty else { throw error }
            fault = error
        }
        return items
    }

    /// Ends the file. All objects were returned before.
    ///
    /// - Throws: the reason why the file is no array of objects: it is empty, or ends inside its array.
    public mutating func finish() throws(ExportError) -> [RowItem] {
        if let fault { throw fault }
        try elements.finish()
        return []
    }
}

/// A reader of a JSON Lines export as its bytes arrive: one object a line.
public struct JSONLinesRows: Sendable {
    private let limit: Int
    private var element: JSONElement
    private var line = 1
    private var rowCount = 0

    public init(limits: RowLimits = RowLimits()) {
        limit = limits.rowBytes
        element = JSONElement(line: 1)
    }

    /// Takes the next bytes of the file and returns the objects of the lines that are complete; it throws nothing.
    public mutating func feed(_ chunk: some Collection<UInt8>) throws(ExportError) -> [RowItem] {
        var items: [RowItem] = []
        for byte in chunk {
            if byte == UInt8(ascii: "\n") {
                if let item = endLine() { items.append(item) }
            } else {
                element.append(byte, limit: limit)
            }
        }
        return items
    }

    /// Ends the file and returns the last object where its line end is missing; it throws nothing.
    public mutating func finish() throws(ExportError) -> [RowItem] {
        endLine().map { [$0] } ?? []
    }

    /// Returns nil for a blank line.
    private mutating func endLine() -> RowItem? {
        if line == 1, element.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { element.bytes.removeFirst(3) }
        let ended = element
        line += 1
        element = JSONElement(line: line)
        guard ended.bytes.contains(where: { !JSONElement.isBlank($0) }) else { return nil }
        rowCount += 1
        return RowItem(json: ended, number: rowCount)
    }
}
