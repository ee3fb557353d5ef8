import MappingKit
import StrictYAML
import Testing

@Suite("A mapping with a typing error says where and what")
struct MappingLanguageTests {
    @Test(
        "Every mistake is found when the file is read, with its line",
        arguments: [
            ("colums: [A]", "", "notes.yaml:8: unknown key 'colums'"),
            ("timezone: Europe/Paris", "", "notes.yaml:8: expected 'Europe/London'"),
            ("optional: [Sing]", "", "'Sing' is optional but is used nowhere"),
            ("csv: { delimiter: x }", "", "expected one of"),
            ("codes: { sign: { G: gifts, g: gifts } }", "", "the code 'g' stands twice in 'sign'"),
            ("codes: { sign: { else: drop } }", "", "'drop' is not known here"),
            ("checks: [{ order: [A], says: x }]", "", "expected two columns"),
            ("checks: [{ order: [A, B] }]", "", "the key 'says' is missing"),
            ("full: maybe", "", "expected true or false"),
            ("", "      observedBy: { text: teacher }", "'teacher' is not a word for 'observedBy'"),
            ("", "      sumary: Note", "unknown key 'sumary', did you mean 'summary'?"),
            ("", "      summary: { split: Note, by: \";\" }", "this field holds one value"),
            ("", "      summary: { column: Note, codes: sing }", "'sing' is not known here"),
            ("", "      summary: { column: Note, text: x }", "expected exactly one of"),
            ("", "      summary: { column: Note, by: x }", "'by' belongs to 'split'"),
            ("", "      summary: [Note, Other]", "expected a column, or"),
            ("", "      summary: { column: Note, when: { A: { isnt: x } } }", "unknown key 'isnt'"),
            ("", "      people: [{ nmae: Who }]", "unknown key 'nmae'"),
            ("", "    needs: indicaters", "is not under this event's `data`"),
            ("", "  - { type: missing.found, time: Seen }", "'missing.found' needs the field 'episode'"),
            ("", "  - { type: concern.observd, time: Seen }", "did you mean 'concern.observed'?"),
            (
                "", "  - { type: concern.observed, time: Seen, data: { indicators: B } }",
                "two events are named 'observed'"
            ),
            ("", "  - { type: event.corrected, time: Seen, data: {} }", "is made by the adapter itself"),
            ("", "    child: none", "needs `child`"),
        ]
    )
    func mistakes(more: String, event: String, says: String) {
        let words = complaint { _ = try concernMapping(more: more, event: event) }
        #expect(words.contains(says), "\(words)")
        #expect(words.hasPrefix("notes.yaml:"))
    }

    @Test(
        "Date formats that mean nothing, or two things, are refused",
        arguments: [
            ("[dd/MM]", "is no date format"), ("[dd/MM/yyyy, MM/dd/yyyy]", "read the same text as different days"),
            ("[DD/MM/YYYY]", "is no date format"), ("[dd-QQ-yyyy]", "is no date format"),
        ]
    )
    func dates(dates: String, says: String) {
        #expect(complaint { _ = try concernMapping(dates: dates) }.contains(says))
    }

    @Test(
        "A key is one reference number, or columns, and not both",
        arguments: ["{}", "{ reference: A, columns: [B] }", "{ columns: [] }"]
    )
    func keys(key: String) {
        let words = complaint {
            _ = try Mapping(
                parsing: "mapping: a\nmatch: x\nformat: csv\nkey: \(key)\nevents: []\n",
                file: "a.yaml"
            )
        }
        #expect(words.hasPrefix("a.yaml:4: expected"))
    }

    @Test(
        "A mapping knows its files by their names",
        arguments: [
            ("missing_*.csv", "missing_2016-01.csv", true), ("missing_*.csv", "MISSING_A.CSV", true),
            ("missing_*.csv", "missing.csv", false), ("*903*missing*.csv", "x903_missing_2016.csv", true),
            ("a?c", "abc", true), ("a?c", "ac", false), ("*a*a*a*a*b", String(repeating: "a", count: 200), false),
        ]
    )
    func patterns(pattern: String, name: String, matches: Bool) {
        #expect(NamePattern(pattern).matches(name) == matches)
    }
}
