import DaemonKit
import Foundation

/// The tool's output: results to standard output, complaints to standard error, both without harmful characters.
enum Terminal {
    static func say(_ text: String, terminator: String = "\n") {
        FileHandle.standardOutput.write(Data((HarmlessText.printed(text) + terminator).utf8))
    }

    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((HarmlessText.printed(text) + "\n").utf8))
    }

    /// Prints a table with aligned columns; the last column is not padded.
    static func table(_ header: [String], _ rows: [[String]]) {
        let all = ([header] + rows).map { $0.map(HarmlessText.printedLine) }
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        for row in all { say(line(row, widths)) }
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        zip(cells, widths).enumerated().map { column, cell in
            column == cells.count - 1 ? cell.0 : cell.0.padding(toLength: cell.1, withPad: " ", startingAt: 0)
        }.joined(separator: "  ")
    }

    /// Prints a value as JSON for `--json`.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        say(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

/// A fault that a person can put right, in one sentence.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
