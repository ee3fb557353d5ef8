internal import SafeguardingModel

/// The columns in which a mapping expects dates: a line without a date in any of them is prose, not a row.
struct MomentColumns: Sendable {
    let columns: [Columns.Reference]
    let formats: [DateFormat]
    let zone: Zone

    /// Returns whether one of the columns has a date, or all are empty.
    func mayStand(in cells: [ArraySlice<UInt8>], _ positions: [Int?]) -> Bool {
        let texts = columns.compactMap { column in
            positions[column.index].map { text(cells[$0]) }
        }
        let filled = texts.filter { !$0.isEmpty }
        return filled.isEmpty || filled.contains { text in formats.contains { $0.read(text, in: zone) != nil } }
    }

    private func text(_ cell: ArraySlice<UInt8>) -> String {
        CellText.cleaned(cell.filter { $0 != UInt8(ascii: "\"") }[...], encoding: .windows1252)
    }
}

extension MomentColumns {
    /// Collects the columns of when events happened and were recorded, and of when the child was born.
    init(_ events: [EventTemplate], _ formats: [DateFormat], _ zone: Zone) {
        var columns: [Columns.Reference] = []
        for event in events {
            for value in [event.time, event.recorded].compactMap(\.self) + event.child.compactMap(\.moment) {
                for case .column(let column) in value.columns where !columns.contains(column) { columns.append(column) }
            }
        }
        self.init(columns: columns, formats: formats, zone: zone)
    }
}

extension MemberTemplate {
    fileprivate var moment: ValueExpression? {
        switch part {
        case .moment(let value), .day(let value): value
        default: nil
        }
    }
}
