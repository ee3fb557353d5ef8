/// The results as JUnit XML, which build servers such as Jenkins and GitLab read.
public struct JUnitReport: Sendable {
    private let results: [ScriptResult]

    public init(_ results: [ScriptResult]) {
        self.results = results
    }

    /// The document: a test suite for each script, a test case for each expectation, one for the orders of arrival, and
    /// one where two targets differ.
    public var xml: String {
        let cases = results.map(\.cases)
        let failures = cases.joined().filter { $0.failure != nil }.count
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
        lines.append(#"<testsuites name="refbus replay" tests="\#(cases.joined().count)" failures="\#(failures)">"#)
        for (result, cases) in zip(results, cases) { lines += suite(result, cases) }
        return (lines + ["</testsuites>", ""]).joined(separator: "\n")
    }

    private func suite(_ result: ScriptResult, _ cases: [Case]) -> [String] {
        let failures = cases.filter { $0.failure != nil }.count
        let name = result.script.title.xmlEscaped
        var lines = [#"  <testsuite name="\#(name)" tests="\#(cases.count)" failures="\#(failures)" errors="0">"#]
        for testcase in cases {
            let head =
                #"    <testcase classname="\#(result.script.file.xmlEscaped)" name="\#(testcase.name.xmlEscaped)""#
            guard let failure = testcase.failure else {
                lines.append(head + "/>")
                continue
            }
            lines.append(head + ">")
            lines.append(#"      <failure message="\#(failure.xmlEscaped)">\#(testcase.details.xmlLines)</failure>"#)
            lines.append("    </testcase>")
        }
        return lines + ["  </testsuite>"]
    }

    struct Case {
        var name: String
        var failure: String?
        var details = ""
    }
}

extension ScriptResult {
    fileprivate var cases: [JUnitReport.Case] {
        var cases = verdicts.map { verdict in
            JUnitReport.Case(
                name: "line \(verdict.expectation.line): \(verdict.words)",
                failure: verdict.isMet ? nil : verdict.instead.joined(separator: "; "),
                details: verdict.isMet ? "" : details(about: verdict.expectation.about)
            )
        }
        if permutations > 0 {
            let words = orderFaults.first.map { fault in
                "seed \(fault.seed): " + fault.words(script.calendar).joined(separator: "; ")
            }
            cases.append(.init(name: "\(permutations) other orders of arrival end alike", failure: words))
        }
        if !targetFaults.isEmpty {
            cases.append(.init(name: "both ways of playing end alike", failure: targetFaults.joined(separator: "; ")))
        }
        return cases
    }

    private func details(about: String?) -> String {
        let child = about.flatMap { script.participants.child($0) == nil ? nil : $0 }
        return ScriptTimeline(script, play, about: child).text(script.calendar)
    }
}

extension String {
    /// The text as XML holds it; characters that XML cannot hold become a question mark.
    var xmlEscaped: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += "?"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The text as the content of an element, with its line breaks.
    var xmlLines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).xmlEscaped }.joined(separator: "\n")
    }
}
