import DaemonKit
import Foundation

/// What the tool writes: results to standard output, complaints to standard error; what agencies wrote is harmless in both.
enum Terminal {
    static func say(_ text: String, terminator: String = "\n") {
        FileHandle.standardOutput.write(Data((HarmlessText.printed(text) + terminator).utf8))
    }

    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((HarmlessText.printed(text) + "\n").utf8))
    }

    /// A table with its columns aligned; the last column runs free.
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

    /// A value as JSON for `--json`.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        say(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

/// Something that a person can put right, said in one line.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
