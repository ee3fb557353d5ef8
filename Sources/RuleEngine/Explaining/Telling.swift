import SafeguardingModel

/// What the sentences about a finding are made of: its rule, the facts that carry it, and how to name agencies and times.
struct Telling {
    let rule: Rule
    /// The evidence, in order of occurrence.
    let lines: [Line]
    let look: Look

    var directory: Directory { look.directory }

    func when(_ instant: Instant) -> String { look.zone.text(instant) }

    func when(_ line: Line) -> String {
        let instant = Instant(milliseconds: line.at)
        return line.isDayOnly ? Zone.text(look.zone.day(of: instant)) : look.zone.text(instant)
    }

    func sentence(_ line: Line) -> String {
        let text = FactSentence.text(for: Fact(line, in: directory), in: directory)
        return line.flags.contains(.corrected) && !line.flags.contains(.restricted) ? "\(text) (as corrected)" : text
    }

    /// `Sample Police reported the child missing (Sat 12 Sep 2015 20:40).`
    func dated(_ line: Line) -> String { "\(sentence(line)) (\(when(line)))." }

    /// The evidence of these kinds, each with its time.
    func dated(_ kinds: [EventKind]) -> [String] {
        lines.filter { kinds.contains($0.kind) }.map(dated)
    }

    func sectors(_ lines: [Line]) -> [Sector] {
        look.directory.sectors(in: lines.reduce(0) { $0 | look.sector(of: $1) })
    }
}
