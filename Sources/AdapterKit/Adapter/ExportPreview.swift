import DaemonKit
import MappingKit
import SafeguardingModel

/// `check FILE`: what a real export would publish, as a table. Sends nothing and remembers nothing.
struct ExportPreview {
    private let configuration: AdapterConfiguration

    init(_ configuration: AdapterConfiguration) {
        self.configuration = configuration
    }

    /// Whether every row was usable.
    func show(_ file: String) throws -> Bool {
        let mappings = try MappingSet(folder: configuration.mappings)
        let name = Path.name(of: file)
        guard let mapping = mappings.mapping(for: name) else {
            let known = mappings.mappings.map(\.match.description).joined(separator: ", ")
            print("\(name): no mapping is for a file of this name; there are mappings for \(known)")
            return false
        }
        var lines = Lines(mapper: Mapper(mapping, agency: configuration.agency), exported: SystemClock().now)
        var rows = SourceRows(mapping)
        let source = try OpenFile(reading: file)
        var offset: Int64 = 0
        print("mapping \(mapping.name)\nROW    LINE   WHAT                          ID OR REASON")
        while case let piece = try source.read(at: offset, count: 1 << 20), !piece.isEmpty {
            offset += Int64(piece.count)
            for item in try rows.feed(piece) { lines.show(item) }
        }
        for item in try rows.finish() { lines.show(item) }
        print("\(lines.events) events, \(lines.rejections) rejections; nothing was sent")
        return lines.rejections == 0
    }

    private struct Lines: ~Copyable {
        var mapper: Mapper
        let exported: Instant
        var events = 0
        var rejections = 0

        mutating func show(_ item: RowItem) {
            switch item {
            case .rejected(let rejection): show(rejection)
            case .row(let row): for outcome in mapper.map(row, exported: exported) { show(outcome) }
            }
        }

        private mutating func show(_ outcome: Outcome) {
            switch outcome {
            case .event(let event):
                events += 1
                write(event.row, event.line, event.kind.rawValue, event.key)
            case .rejected(let rejection): show(rejection)
            case .absent: break
            }
        }

        private mutating func show(_ rejection: Rejection) {
            rejections += 1
            write(rejection.row, rejection.line, "REJECTED", rejection.description)
        }

        private func write(_ row: Int, _ line: Int, _ what: String, _ detail: String) {
            print("\(row)".padded(7) + "\(line)".padded(7) + what.padded(30) + detail)
        }
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        count >= width ? self + " " : self + String(repeating: " ", count: width - count)
    }
}
