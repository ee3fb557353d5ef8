import DaemonKit
import Foundation

/// The rows that are one person: `--truth LINKS.csv`, two ids a row, under a header of any two names.
struct Truth {
    /// The number of the person of each id.
    private var people: [String: Int] = [:]
    private var count = 0

    init(path: String) throws {
        for pair in try Truth.pairs(path) { join(pair.0, pair.1) }
    }

    private static func pairs(_ path: String) throws -> [(String, String)] {
        let text = try Files.text(path, limit: 1 << 30)
        return try text.split(whereSeparator: \.isNewline).dropFirst().enumerated().map { number, line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .init(charactersIn: " \"\r"))
            }
            guard cells.count == 2, !cells.contains("") else {
                throw CommandError("\(path):\(number + 2): expected two ids with a comma between them")
            }
            return (cells[0], cells[1])
        }
    }

    private mutating func join(_ one: String, _ other: String) {
        switch (people[one], people[other]) {
        case (nil, nil):
            people[one] = count
            people[other] = count
            count += 1
        case (let known?, nil): people[other] = known
        case (nil, let known?): people[one] = known
        case (let known?, let second?) where known != second:
            for (id, person) in people where person == second { people[id] = known }
        default: break
        }
    }

    /// Returns how many of its ids are in no row: a truth about other records measures nothing.
    func unknown(_ ids: Set<String>) -> (count: Int, first: String?) {
        let unknown = people.keys.filter { !ids.contains($0) }
        return (unknown.count, unknown.min())
    }

    func areOne(_ one: String, _ other: String) -> Bool {
        guard let person = people[one] else { return false }
        return people[other] == person
    }

    /// Returns the person of a row; a person of its own where no link names it.
    func person(_ id: String) -> String { people[id].map { "\($0)" } ?? "~" + id }
}
