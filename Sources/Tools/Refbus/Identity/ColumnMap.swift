import SafeguardingModel
import StrictYAML

/// The map from a person's fields to columns of a CSV file: `--columns MAP.yaml`.
///
/// Without a map the columns have the names of the fields of an event's `child`, beside `id` and, where there is one,
/// `agency`.
struct ColumnMap {
    enum Dates: String, CaseIterable {
        case iso = "yyyy-MM-dd"
        case digits = "yyyyMMdd"
        case british = "dd/MM/yyyy"
    }

    static let fields = [
        "givenName", "familyName", "born", "sex", "postcode", "address", "town", "nhsNumber", "upn", "pncId",
        "localAuthorityId", "aliases",
    ]

    var id = "id"
    var agency: String?
    var dates = Dates.iso
    /// The columns that make up each field, joined by a space.
    var columns: [String: [String]] = [:]

    /// All columns of the map, required if a map was given.
    var required: [String] { [id] + (agency.map { [$0] } ?? []) + ColumnMap.fields.flatMap { columns[$0] ?? [] } }
    private(set) var isGiven = false

    init() {
        for field in ColumnMap.fields { columns[field] = [field] }
        agency = "agency"
    }

    init(parsing text: String, file: String) throws(YAMLError) {
        let root = try YAMLNode(parsing: text, file: file)
            .mapping(of: ["columns", "id", "agency", "dates"] + ColumnMap.fields)
        _ = try root.required("columns").integer(in: 1...1)
        isGiven = true
        id = try root["id"]?.string() ?? id
        agency = try root["agency"]?.string()
        dates = try root["dates"]?.choice(Dates.self) ?? dates
        for field in ColumnMap.fields {
            guard let node = root[field] else { continue }
            if case .sequence = node.content {
                columns[field] = try node.strings()
            } else {
                columns[field] = [try node.string()]
            }
        }
        guard !columns.isEmpty else { throw root.node.fault("no field of a person is mapped to a column") }
    }

    /// Returns a birth date as a number of its digits (YYYYMMDD), even a date of no calendar; nil where it has another
    /// format.
    func date(_ text: String) -> UInt64? {
        let parts: [Substring]
        switch dates {
        case .iso: parts = text.split(separator: "-")
        case .british: parts = text.split(separator: "/").reversed()
        case .digits:
            guard text.utf8.count == 8 else { return nil }
            return UInt64(text)
        }
        guard parts.count == 3, parts[0].utf8.count == 4, let year = UInt64(parts[0]), let month = UInt64(parts[1]),
            let day = UInt64(parts[2]), month < 100, day < 100
        else { return nil }
        return year * 10_000 + month * 100 + day
    }
}
