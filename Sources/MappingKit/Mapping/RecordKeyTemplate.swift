internal import SafeguardingModel

extension RecordKeyTemplate {
    /// Returns the record's name in ids: the reference number itself, or `~` and a hash of the columns.
    func text(in view: RowView, mapping: String) throws(RowView.ValueError) -> String {
        var parts: [String] = []
        for column in columns {
            parts.append(try view.reading(references: references.contains(column)).text(column))
        }
        guard parts.contains(where: { !$0.isEmpty }) else {
            throw RowView.ValueError(
                code: .noKey,
                cell: columns.first,
                message:
                    "the record has no key (a word such as UNKNOWN is none): fill the column, or do not export the row"
            )
        }
        if isReference, RecordKeyTemplate.mayStandInID(parts[0]) { return parts[0] }
        var digest = ContentDigest()
        digest.append(mapping)
        for part in parts { digest.append(part) }
        return "~" + digest.text(bytes: 10)
    }

    /// Returns whether a text may be part of an id. It excludes `~`, so that no reference number can pass for a hash.
    private static func mayStandInID(_ text: String) -> Bool {
        text.utf8.count <= 48
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }
}
