import DaemonKit
import Foundation
import IdentityResolution
import SafeguardingModel

/// The effect of other settings on the same records.
struct TrainingChange: Encodable {
    struct Picture: Encodable {
        var children = 0
        var waiting = 0
    }

    let records: Int
    let before: Picture
    let after: Picture
    /// The number of records that would be joined with another child, or separated from one.
    let moved: Int

    init(_ records: [FileRecord], from old: IdentitySettings, to new: IdentitySettings) {
        var resolver = Resolver(settings: old)
        for record in records { _ = resolver.learn(record.key, record.person) }
        self.records = records.count
        before = Picture(children: resolver.children.count, waiting: resolver.pending.count)
        moved = resolver.configure(new).moves.count
        after = Picture(children: resolver.children.count, waiting: resolver.pending.count)
    }
}

/// The result of training as text.
enum TrainingText {
    static func show(_ proposal: Proposal, from old: IdentitySettings, _ change: TrainingChange) {
        let estimate = proposal.estimate
        Terminal.say(
            """
            \(change.records) records; about \(Int(estimate.links.rounded())) pairs of them are one child \
            (\(estimate.rounds) rounds)

            Weights in points (ten double the odds); m: how often it stands in pairs that are one child, u: in others

            """
        )
        for field in ComparedField.allCases { show(field, proposal, old) }
        let (was, now) = (old.thresholds, proposal.settings.thresholds)
        Terminal.say(
            """
            Thresholds: same \(was.same) -> \(now.same), ask \(was.ask) -> \(now.ask) \
            (even odds at \(estimate.evenPoints))
            Frequencies: \(proposal.settings.names.givenPoints.count) given and \
            \(proposal.settings.names.familyPoints.count) family names of at least ten bearers

            What would change: \(change.moved) records would move
              before  \(change.before.children) children, \(change.before.waiting) pairs to ask about
              after   \(change.after.children) children, \(change.after.waiting) pairs to ask about
            """
        )
    }

    private static func show(_ field: ComparedField, _ proposal: Proposal, _ old: IdentitySettings) {
        let levels = field.levels.filter { proposal.estimate[field, $0].different > 0 }
        guard !levels.isEmpty else { return Terminal.say("\(field.word): no two records say it; its weights stay\n") }
        Terminal.say(field.word)
        for level in levels {
            let (new, before) = (proposal.settings.weights[field, level], old.weights[field, level])
            let shares = proposal.estimate[field, level]
            let text =
                "  " + padded(level.word, 10) + padded("\(before)", 5, left: true)
                + padded("\(new)", 6, left: true) + "  " + bar(new)
            Terminal.say(text + "  m \(percent(shares.same)) u \(percent(shares.different))")
        }
        Terminal.say("")
    }

    /// Returns a bar to the left for minus and to the right for plus: a block for ten points.
    private static func bar(_ points: Int) -> String {
        let blocks = min(20, abs(points) / 10)
        let (left, right) = points < 0 ? (blocks, 0) : (0, blocks)
        return String(repeating: " ", count: 20 - left) + String(repeating: "█", count: left) + "│"
            + String(repeating: "█", count: right) + String(repeating: " ", count: 20 - right)
    }

    private static func percent(_ share: Double) -> String { String(format: "%.4g%%", share * 100) }

    private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return left ? blanks + text : text + blanks
    }
}

/// The output of `--json`.
struct TrainingJSON: Encodable {
    let links: Double
    let evenPoints: Int
    let weights: [String: [String: Int]]
    let thresholds: [String: Int]
    let change: TrainingChange

    init(_ proposal: Proposal, _ change: TrainingChange) {
        links = proposal.estimate.links
        evenPoints = proposal.estimate.evenPoints
        weights = Dictionary(
            uniqueKeysWithValues: ComparedField.allCases.map { field in
                let levels = field.levels.map { ($0.word, proposal.settings.weights[field, $0]) }
                return (field.word, Dictionary(uniqueKeysWithValues: levels))
            }
        )
        thresholds = ["same": proposal.settings.thresholds.same, "ask": proposal.settings.thresholds.ask]
        self.change = change
    }
}

/// The edit that writes learnt weights into the configuration files, and leaves the rest of them unchanged.
struct IdentityFileEdit {
    private let files: IdentityFiles

    init(_ files: IdentityFiles) {
        self.files = files
    }

    func write(_ settings: IdentitySettings) throws {
        let thresholds = settings.thresholds
        var identity = replaced(
            "thresholds",
            ["  same: \(thresholds.same)", "  ask: \(thresholds.ask)", "  lead: \(thresholds.lead)"],
            in: try Files.text(files.identityPath)
        )
        identity = replaced("weights", settings.weights.lines, in: identity)
        let names = replaced(
            "frequencies",
            [line("given", settings.names.givenPoints), line("family", settings.names.familyPoints)],
            in: Files.exists(files.namesPath) ? try Files.text(files.namesPath) : "names: 1\n"
        )
        // Parsed before it is written, so that no invalid file is ever written.
        _ = try IdentitySettings(parsing: identity, file: files.identityPath, names: (names, files.namesPath))
        try Files.write(Array(identity.utf8), to: files.identityPath, mode: 0o644)
        try Files.write(Array(names.utf8), to: files.namesPath, mode: 0o644)
    }

    private func line(_ sort: String, _ points: [String: Int]) -> String {
        let entries = points.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
        return "  \(sort): { \(entries.joined(separator: ", ")) }"
    }

    /// Returns the text with the lines under one top-level key replaced, or added where the key is missing.
    private func replaced(_ key: String, _ lines: [String], in text: String) -> String {
        var kept: [Substring] = []
        var isInside = false
        var place: Int?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("\(key):") {
                (isInside, place) = (true, kept.count)
            } else if isInside, let first = line.first, first != " ", first != "#" {
                isInside = false
                kept.append("")
            }
            if !isInside { kept.append(line) }
        }
        while kept.last == "" { kept.removeLast() }
        let block = (["\(key):"] + lines).joined(separator: "\n")
        kept.insert(Substring(block), at: min(place ?? kept.count, kept.count))
        return kept.joined(separator: "\n") + "\n"
    }
}
