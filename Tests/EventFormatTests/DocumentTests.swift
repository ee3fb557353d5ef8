import EventFormat
import Foundation
import SafeguardingModel
import Testing

/// `Docs/events.md` says what the code does: its tables are compared line by line with the table that reads events.
@Suite("The page about events")
struct DocumentTests {
    private let page: [String]

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "Docs/events.md"), encoding: .utf8)
        page = text.components(separatedBy: "\n")
    }

    @Test("Its table of kinds is the table of kinds")
    func kinds() {
        #expect(rows(after: "<!-- kinds -->") == EventSchema.kinds.map(row))
    }

    @Test("Its tables of members are the tables of members")
    func members() {
        #expect(rows(after: "<!-- envelope -->") == EventSchema.envelope.map(row))
        #expect(rows(after: "<!-- common -->") == EventSchema.common.map(row))
        #expect(rows(after: "<!-- child -->") == EventSchema.child.map(row))
        #expect(rows(after: "<!-- person -->") == EventSchema.person.map(row))
        #expect(rows(after: "<!-- place -->") == EventSchema.place.map(row))
        #expect(rows(after: "<!-- handling -->") == EventSchema.handling.map(row))
    }

    @Test("Its tables of codes are the codes")
    func codes() {
        let codes = EventError.Code.allCases
        #expect(rows(after: "<!-- refusals -->") == codes.filter { !$0.isWarning }.map(row))
        #expect(rows(after: "<!-- warnings -->") == codes.filter(\.isWarning).map(row))
    }

    @Test("Its examples are read")
    func examples() throws {
        let examples = page.joined(separator: "\n").components(separatedBy: "```json\n").dropFirst()
        #expect(examples.count >= 3)
        for example in examples {
            let text = try #require(example.components(separatedBy: "\n```").first)
            var reader = EventReader()
            _ = try reader.read(Array(text.utf8))
            #expect(reader.warnings.isEmpty)
        }
    }

    /// The rows of the table that follows a mark, without its two heading lines.
    private func rows(after mark: String) -> [String] {
        guard let start = page.firstIndex(of: mark) else { return [] }
        return Array(page[(start + 3)...].prefix { $0.hasPrefix("|") })
    }

    private func row(_ kind: KindSchema) -> String {
        let needed = kind.kind == .eventCorrected ? kind.fields.filter(\.isRequired) : kind.fields
        let fields =
            needed.map(cell).joined(separator: "<br>") + (needed.count < kind.fields.count ? "<br>any other field" : "")
        return "| `\(kind.kind.rawValue)` | \(kind.meaning) | \(fields) | \(kind.needsChild ? "yes" : "may") |"
    }

    private func cell(_ field: FieldSchema) -> String {
        "`\(field.name)`\(field.repeats ? "[]" : "")\(field.isRequired ? "\\*" : "") \(field.meaning)\(values(field))"
    }

    private func row(_ field: FieldSchema) -> String {
        "| `\(field.name)`\(field.repeats ? "[]" : "")\(field.isRequired ? "\\*" : "") | \(field.meaning)\(values(field)) |"
    }

    private func values(_ field: FieldSchema) -> String {
        switch field.form {
        case .words(let words) where words.count > 30 && words.contains(EventKind.missingFound.type): ""
        case .words(let words): ": \(list(words))"
        case .usualWords(let words): ": \(list(words)) ..."
        case .moment: " (time or day)"
        default: field.most.map { " (at most \($0))" } ?? ""
        }
    }

    private func list(_ words: [String]) -> String { words.map { "`\($0)`" }.joined(separator: " ") }

    private func row(_ code: EventError.Code) -> String { "| `\(code.rawValue)` | \(code.advice) |" }
}
