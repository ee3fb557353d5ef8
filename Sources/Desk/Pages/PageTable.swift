import DaemonKit

/// A table whose cells repeat their column's heading, because narrow screens show each row as a list.
struct PageTable<Row> {
    struct Column {
        let heading: String
        /// Whether its cell names the row.
        let isHead: Bool
        /// The class of its cells.
        let style: String?
        /// The cell's content; nil for an empty cell, which narrow screens leave out.
        let content: (Row) -> HTML?
        /// The text of an empty cell.
        var whenEmpty: HTML = ""

        static func head(_ heading: String, _ content: @escaping (Row) -> HTML) -> Column {
            Column(heading: heading, isHead: true, style: nil, content: content)
        }

        static func cell(
            _ heading: String,
            style: String? = nil,
            whenEmpty: HTML = "",
            _ content: @escaping (Row) -> HTML?
        ) -> Column {
            Column(heading: heading, isHead: false, style: style, content: content, whenEmpty: whenEmpty)
        }
    }

    let html: HTML

    /// Makes a table; `attributes` are those of each row.
    init(
        _ rows: [Row],
        style: String? = nil,
        caption: HTML,
        attributes: (Row) -> HTML? = { _ in nil },
        _ columns: [Column]
    ) {
        let kind: HTML? = style.map { "class=\"\($0)\" " }
        html = """
            <table \(kind)role="table">
            <caption class="unseen">\(caption)</caption>
            <thead role="rowgroup"><tr role="row">\(columns.map(\.headingCell))</tr></thead>
            <tbody role="rowgroup">
            \(rows.map { PageTable.html($0, attributes($0), columns) })</tbody>
            </table>
            """
    }

    private static func html(_ row: Row, _ attributes: HTML?, _ columns: [Column]) -> HTML {
        """
        <tr role="row"\(attributes)>\(columns.map { $0.cell(row) })</tr>

        """
    }
}

extension PageTable.Column {
    fileprivate var headingCell: HTML { #"<th role="columnheader" scope="col">\#(heading)</th>"# }

    fileprivate func cell(_ row: Row) -> HTML {
        let content = content(row)
        if isHead { return #"<th role="rowheader" scope="row" data-label="\#(heading)">\#(content)</th>"# }
        let style: HTML? = (content == nil ? "nothing" : style).map { #" class="\#($0)""# }
        return #"<td role="cell"\#(style) data-label="\#(heading)">\#(content ?? whenEmpty)</td>"#
    }
}
