internal import EventFormat
public import SafeguardingModel

/// A run of a mapping's samples, which reports where the result differs from what was expected.
///
/// The samples are played in order, as if they had been put into the inbox one after another: the second may contain
/// rows of the first again, extended or corrected. The expectation of `samples/a.csv` is `samples/a.expected.jsonl`:
/// one line for each event that is sent, and `{"rejected":{...}}` for each rejection.
public struct SampleRun: ~Copyable {
    /// The time at which all samples count as exported.
    public static let exported = Instant(seconds: 1_767_603_600)  // 2026-01-05T09:00:00Z

    private var mapper: Mapper
    private var published: [String: PublishedRevision] = [:]
    private var records: [String: KnownRecord] = [:]
    private var samples: Int64 = 0

    public init(_ mapping: Mapping, agency: AgencyName) {
        mapper = Mapper(mapping, agency: agency)
    }

    /// Returns the events that the sample sends and its rejections, one line of JSON each, in the order of the rows.
    ///
    /// - Throws: the reason why the whole sample cannot be read.
    public mutating func lines(of sample: [UInt8]) throws(ExportError) -> [String] {
        samples += 1
        var rows = SourceRows(mapper.mapping)
        var lines: [String] = []
        for item in try rows.feed(sample) { lines += self.lines(of: item) }
        for item in try rows.finish() { lines += self.lines(of: item) }
        return lines
    }

    /// Returns the differences in sentences; none where the result is as expected. Spaces and the order of members in
    /// the JSON make no difference.
    ///
    /// - Throws: the reason why the whole sample cannot be read.
    public mutating func differences(sample: [UInt8], expected: [UInt8]) throws(ExportError) -> [String] {
        let found = try lines(of: sample)
        let wanted = expected.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        return (0..<max(found.count, wanted.count)).compactMap { index in
            switch (index < found.count ? found[index] : nil, index < wanted.count ? wanted[index] : nil) {
            case (let found?, let wanted?) where SampleRun.isSame(found, wanted): nil
            case (let found, let wanted):
                "line \(index + 1): expected \(wanted ?? "nothing more"), found \(found ?? "nothing more")"
            }
        }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        guard let left = try? JSONReader.read(Array(left.utf8)), let right = try? JSONReader.read(Array(right.utf8))
        else {
            return false
        }
        return CanonicalJSON.bytes(left) == CanonicalJSON.bytes(right)
    }

    private mutating func lines(of item: RowItem) -> [String] {
        switch item {
        case .rejected(let rejection): [SampleRun.line(rejection)]
        case .row(let row): lines(of: row)
        }
    }

    private mutating func lines(of row: Row) -> [String] {
        let read = mapper.read(row, exported: SampleRun.exported)
        let place = (row.number, row.line)
        if let known = records[read.record] {
            let refusal = known.refusal(of: read, at: place, raw: row.raw, file: "", reading: samples)
            if let refusal { return [SampleRun.line(refusal)] }
        } else if !read.record.isEmpty {
            records[read.record] = KnownRecord(
                child: read.child,
                exported: SampleRun.exported,
                row: row.number,
                line: row.line,
                reading: samples
            )
        }
        return read.outcomes.compactMap { line(of: $0) }
    }

    private mutating func line(of outcome: Outcome) -> String? {
        switch outcome {
        case .rejected(let rejection): SampleRun.line(rejection)
        case .event(let event): line(Revisions.decide(previous: published[event.key], event), key: event.key)
        case .absent(let absent):
            line(
                Revisions.decide(previous: published[absent.key], absent, exported: SampleRun.exported),
                key: absent.key
            )
        }
    }

    private mutating func line(_ step: Revisions.Step, key: String) -> String? {
        switch step {
        case .nothing: return nil
        case .publish(let publication), .correct(let publication), .withdraw(let publication):
            published[key] = publication.published
            return String(decoding: publication.bytes, as: UTF8.self)
        }
    }

    private static func line(_ rejection: RowError) -> String {
        let parts: JSONObject = [
            "row": .integer(Int64(rejection.row)), "line": .integer(Int64(rejection.line)),
            "code": .string(rejection.code.rawValue), "column": .string(rejection.column),
            "field": .string(rejection.field),
        ]
        return JSONValue.object(["rejected": .object(parts)]).text
    }
}
