/// A splitter of a CSV file into records as its bytes arrive, in pieces of any size, with memory for one record.
///
/// It reads RFC 4180 and common variants: LF, CRLF or CR ends a line; blanks may surround quotes; a quote inside a cell
/// that did not begin with one is a letter. A quote that is never closed spoils its own line and not the rest of the
/// file.
struct CSVRecords: Sendable {
    private enum State: Sendable {
        case cellStart, plain, quoted
        /// After the quote that closed a cell.
        case closed
        /// After text that follows a closed cell: the record is damaged, and only its end is searched for.
        case damaged
        /// After a row that was too long and was returned: only its line end is searched for.
        case skipping
    }

    private let delimiter: UInt8
    private let readsQuotes: Bool
    private let limits: RowLimits
    private var buffer: [UInt8] = []
    private var start = 0
    /// The start of the record returned last; its bytes stay in the buffer until more are appended.
    private var lastStart = 0
    private var position = 0
    private var line = 1
    private var state = State.cellStart
    private var cells: [CSVRecord.Cell] = []
    private var cellStart = 0
    private var cellEnd = 0
    private var hasDoubledQuotes = false
    private var defect: CSVRecord.Defect?
    private var hasQuotes = false

    init(delimiter: UInt8, quotes: Bool = true, limits: RowLimits) {
        self.delimiter = delimiter
        readsQuotes = quotes
        self.limits = limits
    }

    mutating func append(_ chunk: some Collection<UInt8>) {
        if start > 0 {
            buffer.removeSubrange(..<start)
            position -= start
            cellStart -= start
            cellEnd -= start
            start = 0
        }
        buffer.append(contentsOf: chunk)
    }

    /// The bytes that no returned record contains yet.
    var pending: ArraySlice<UInt8> { buffer[start...] }

    /// Skips the next bytes, such as a byte order mark.
    mutating func drop(_ count: Int) {
        begin(at: start + count)
    }

    /// Returns the next whole record, or nil until more bytes come.
    ///
    /// `isFinal` means that no more will come.
    mutating func next(isFinal: Bool) -> CSVRecord? {
        let lineEnd = buffer.withUnsafeBytes { scan($0, isFinal: isFinal) }
        if state == .skipping { return afterSkipping(to: lineEnd, isFinal: isFinal) }
        if let lineEnd { return record(endingAt: lineEnd) }
        if position - start > limits.rowBytes { return mayBeHalfALineEnd(isFinal: isFinal) ? nil : overlong() }
        guard isFinal, start < buffer.count else { return nil }
        if state == .quoted { return firstLine(.badQuotes) }
        return record(endingAt: LineEnd(content: buffer.count, next: buffer.count))
    }
}

// MARK: Cutting

extension CSVRecords {
    private mutating func record(endingAt lineEnd: LineEnd) -> CSVRecord {
        position = lineEnd.content
        endCell(at: lineEnd.content)
        if defect == .badQuotes, lineBreaks(in: start..<lineEnd.content) > 0 { return firstLine(.badQuotes) }
        return takeRecord(lineEnd, defect)
    }

    /// Returns only the line with the unclosed quote, so that the whole lines which the quote enclosed are read again.
    private mutating func firstLine(_ defect: CSVRecord.Defect) -> CSVRecord {
        let lineBreak = buffer[start...].firstIndex { $0 == Self.lineFeed || $0 == Self.carriageReturn }
        guard let lineBreak else { return takeRecord(LineEnd(content: buffer.count, next: buffer.count), defect) }
        let isPair = buffer[lineBreak...].starts(with: [Self.carriageReturn, Self.lineFeed])
        return takeRecord(LineEnd(content: lineBreak, next: lineBreak + (isPair ? 2 : 1)), defect)
    }

    /// Takes back the record returned last: returns its first line, and reads the rest again.
    mutating func firstLine(of record: CSVRecord) -> CSVRecord {
        begin(at: lastStart)
        line = record.line
        return firstLine(.badQuotes)
    }

    /// Returns whether the last byte is a CR whose LF may still come, so that a line's end does not depend on the
    /// pieces.
    private func mayBeHalfALineEnd(isFinal: Bool) -> Bool {
        !isFinal && position == buffer.count && buffer[position - 1] == Self.carriageReturn
    }

    private mutating func overlong() -> CSVRecord {
        if lineBreaks(in: start..<position) > 0 { return firstLine(.badQuotes) }
        let record = takeRecord(LineEnd(content: position, next: position), .tooLong)
        line -= 1
        state = .skipping
        return record
    }

    private mutating func afterSkipping(to lineEnd: LineEnd?, isFinal: Bool) -> CSVRecord? {
        guard let lineEnd else {
            start = position
            return nil
        }
        line += 1
        begin(at: lineEnd.next)
        return next(isFinal: isFinal)
    }

    private mutating func takeRecord(_ lineEnd: LineEnd, _ defect: CSVRecord.Defect?) -> CSVRecord {
        let record = CSVRecord(
            raw: Array(buffer[start..<lineEnd.content]),
            cells: cells,
            line: line,
            lineBreaks: lineBreaks(in: start..<lineEnd.content),
            defect: defect
        )
        line += 1 + record.lineBreaks
        lastStart = start
        begin(at: lineEnd.next)
        return record
    }

    private mutating func begin(at index: Int) {
        start = index
        position = index
        cellStart = index
        state = .cellStart
        hasDoubledQuotes = false
        defect = nil
        hasQuotes = false
        cells.removeAll(keepingCapacity: true)
    }

    /// Returns the number of line breaks. Only records with quotes are searched, because only quotes can enclose line
    /// breaks.
    private func lineBreaks(in range: Range<Int>) -> Int {
        guard hasQuotes else { return 0 }
        var count = 0
        for index in range {
            let byte = buffer[index]
            let isFirstOfPair =
                byte == Self.carriageReturn && index + 1 < range.upperBound && buffer[index + 1] == Self.lineFeed
            if byte == Self.lineFeed || (byte == Self.carriageReturn && !isFirstOfPair) { count += 1 }
        }
        return count
    }
}

// MARK: Scanning

extension CSVRecords {
    struct LineEnd {
        /// The end of the record's content.
        var content: Int
        /// The start of the next record.
        var next: Int
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let space = UInt8(ascii: " ")

    /// Continues to the end of the record; returns nil when the bytes end first or the row grows too long.
    private mutating func scan(_ bytes: UnsafeRawBufferPointer, isFinal: Bool) -> LineEnd? {
        let end = min(bytes.count, start + limits.rowBytes + 1)
        let last = state == .skipping ? bytes.count : end
        while position < last {
            let byte = bytes[position]
            if state == .quoted {
                guard stepInsideQuotes(byte, bytes, isFinal: isFinal) else { return nil }
            } else if byte == Self.lineFeed {
                return LineEnd(content: position, next: position + 1)
            } else if byte == Self.carriageReturn {
                guard position + 1 < bytes.count || isFinal else { return nil }
                let isPair = position + 1 < bytes.count && bytes[position + 1] == Self.lineFeed
                return LineEnd(content: position, next: position + (isPair ? 2 : 1))
            } else {
                step(byte)
            }
        }
        return nil
    }

    @inline(__always)
    private mutating func step(_ byte: UInt8) {
        if byte == delimiter {
            if state != .skipping { endCell(at: position) }
        } else {
            switch state {
            case .plain, .damaged, .skipping, .quoted: break
            case .cellStart where byte == Self.quote && readsQuotes:
                state = .quoted
                hasQuotes = true
                cellStart = position + 1
            case .cellStart: if byte != Self.space { state = .plain }
            case .closed: if byte != Self.space { state = .damaged }
            }
        }
        position += 1
    }

    /// Returns false where the next byte is needed first.
    @inline(__always)
    private mutating func stepInsideQuotes(_ byte: UInt8, _ bytes: UnsafeRawBufferPointer, isFinal: Bool) -> Bool {
        guard byte == Self.quote else {
            position += 1
            return true
        }
        guard position + 1 < bytes.count || isFinal else { return false }
        if position + 1 < bytes.count, bytes[position + 1] == Self.quote {
            hasDoubledQuotes = true
            position += 2
        } else {
            cellEnd = position
            state = .closed
            position += 1
        }
        return true
    }

    private mutating func endCell(at end: Int) {
        let isQuoted = state == .closed
        if state == .damaged { defect = .badQuotes }
        if cells.count < limits.columns {
            let cell = CSVRecord.Cell(
                start: Int32(cellStart - start),
                end: Int32((isQuoted ? cellEnd : end) - start),
                hasDoubledQuotes: hasDoubledQuotes
            )
            cells.append(cell)
        } else {
            defect = defect ?? .tooManyColumns
        }
        cellStart = position + 1
        hasDoubledQuotes = false
        state = .cellStart
    }
}
