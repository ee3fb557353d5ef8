import SafeguardingModel

/// The chart of a burden: a bar for each rule, by severity, in alerts a year.
public enum BurdenChart {
    /// Returns the chart as SVG, readable without colours: each part has its number.
    public static func svg(_ report: BurdenReport, title: String) -> String {
        let rows = report.rows.sorted { ($0.alerts, $1.rule) > ($1.alerts, $0.rule) }
        let longest = max(1, rows.map(\.alerts).max() ?? 1)
        let height = top + rows.count * pitch + 40
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" font-family=\"sans-serif\" font-size=\"12\">",
            "<title>\(escaped(title))</title>", text(10, 24, escaped(title), size: 16), text(10, 44, summary(report)),
        ]
        parts += legend
        for (place, row) in rows.enumerated() { parts += bar(row, at: top + place * pitch, longest) }
        return (parts + ["</svg>", ""]).joined(separator: "\n")
    }

    private static let width = 900
    private static let top = 90
    private static let pitch = 22
    private static let left = 260
    private static let order: [(severity: Severity, colour: String)] = [
        (.critical, "#7f1d1d"), (.high, "#dc6b2f"), (.medium, "#e9c46a"), (.low, "#b8c4ce"),
    ]

    private static func summary(_ report: BurdenReport) -> String {
        "\(report.children) children, \(report.workers) workers, \(report.workerDays) days of work in all: \(report.alerts) alerts, "
            + "\(report.urgent) of them high or critical (\(decimals(report.perWorkerDay(report.urgent), 3)) a worker-day)"
    }

    private static var legend: [String] {
        order.enumerated().flatMap { place, part in
            [
                "<rect x=\"\(left + place * 110)\" y=\"58\" width=\"12\" height=\"12\" fill=\"\(part.colour)\"/>",
                text(left + place * 110 + 18, 68, part.severity.rawValue),
            ]
        }
    }

    private static func bar(_ row: BurdenReport.Row, at y: Int, _ longest: Int) -> [String] {
        var parts = [text(10, y + 13, row.rule)]
        var x = left
        for part in order {
            guard let count = row.counts[part.severity], count > 0 else { continue }
            let length = max(1, count * (width - left - 60) / longest)
            parts.append("<rect x=\"\(x)\" y=\"\(y)\" width=\"\(length)\" height=\"16\" fill=\"\(part.colour)\"/>")
            x += length
        }
        return parts + [text(x + 6, y + 13, "\(row.alerts)")]
    }

    private static func text(_ x: Int, _ y: Int, _ text: String, size: Int = 12) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\">\(text)</text>"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { $0 += $1 == "<" ? "&lt;" : $1 == "&" ? "&amp;" : String($1) }
    }

    /// Returns a whole number as text with its last `places` digits as decimals.
    public static func decimals(_ value: Int, _ places: Int) -> String {
        var one = 1
        for _ in 0..<places { one *= 10 }
        let digits = "\(abs(value) % one)"
        let padding = String(repeating: "0", count: max(0, places - digits.count))
        return "\(value < 0 ? "-" : "")\(abs(value) / one).\(padding)\(digits)"
    }
}
