import Crypto
import SafeguardingModel

/// A pack to print: for a strategy meeting about one child, or for the monthly panel about all with open alerts.
struct PackPage: Sendable {
    let frame: PageFrame
    let title: String
    let site: String
    let parts: [PackChild]
    let hasParts: Bool
    let by: String
    let made: TimeText
    /// The last entry of the journal that it is based on.
    let position: String
    /// The link to the rest, when this pack does not hold all.
    let next: String?
    var hash: String
    /// The beginning of the hash, to be read out and typed.
    var code: String
}

/// One child's part of a pack.
struct PackChild: Sendable {
    struct Line: Sendable {
        let happened: String
        let agency: String
        let sentence: String
        let summary: String?
        let learned: String
    }

    struct Said: Sendable {
        let headline: String
        let severity: String
        let raised: String
        let state: String
        let reasons: [String]
        let unknown: [String]
        let hasUnknown: Bool
    }

    let name: String
    let born: String
    let otherNames: String?
    let records: [String]
    let alerts: [Said]
    let hasAlerts: Bool
    let standing: [String]
    let hasStanding: Bool
    let due: [String]
    let hasDue: Bool
    let episodes: [String]
    let hasEpisodes: Bool
    let lines: [Line]
    let hasLines: Bool
    let held: [String]

    init(_ file: ChildRecordView, reader: Reader, isBrief: Bool = false, times: Times) {
        let card = file.card
        let open = file.facts.filter {
            !$0.isRestricted || file.notes[$0.position].map { reader.mayRead($0.handling) } ?? false
        }
        let readable = ReadableFacts(file, reader: reader, times: times)
        let standing = CurrentPosition(open, alerts: file.alerts, coverage: file.coverage, times: times)
        name = card.displayName
        born = card.born.map { times.text($0).words } ?? "not given"
        otherNames = DeskWords.list(card.otherNames).nonEmpty
        records = card.records.map { "\(file.coverage.title(of: $0.key.agency)): \($0.key.reference)" }
        alerts = file.alerts.filter { !isBrief || $0.isOpen }.map { Said($0, times) }
        hasAlerts = !alerts.isEmpty
        self.standing = standing.lines.map { "\($0.what) Since \($0.since.words), \($0.told)." }
        hasStanding = !self.standing.isEmpty
        due = standing.clocks.map { "\($0.what): \($0.due.words), \($0.distance)" }
        hasDue = !due.isEmpty
        episodes =
            EpisodeChart(MissingEpisode.all(in: open, coverage: file.coverage), asOf: times.now, times: times)?
            .sentences ?? []
        hasEpisodes = !episodes.isEmpty
        lines = isBrief ? [] : readable.rows.map(Line.init)
        hasLines = !lines.isEmpty
        held = readable.held
    }
}

extension PackChild.Line {
    init(_ row: EvidenceRow) {
        self.init(
            happened: row.happened.words,
            agency: row.agency,
            sentence: row.sentence,
            summary: row.summary,
            learned: row.learned.words
        )
    }
}

extension PackChild.Said {
    init(_ alert: Alert, _ times: Times) {
        let explanation = alert.explanation
        self.init(
            headline: explanation.headline.nonEmpty ?? alert.title,
            severity: DeskWords.severity(alert.severity),
            raised: times.text(alert.raisedAt).words,
            state: DeskWords.life(alert),
            reasons: explanation.reasons,
            unknown: explanation.unknown,
            hasUnknown: !explanation.unknown.isEmpty
        )
    }
}

/// The hash of a pack's content, by which a saved file or a print is found in the access log.
public enum PackFile {
    /// Returns the SHA-256 of the bytes from the first child to the end of the last, in hexadecimal digits.
    public static func hash(of page: [UInt8]) -> String {
        let (begin, end) = (Array("<article".utf8), Array("</article>".utf8))
        let starts = page.indices.filter { page[$0...].starts(with: begin) }
        let ends = page.indices.filter { page[$0...].starts(with: end) }
        guard let first = starts.first, let last = ends.last, first < last else {
            return Hex.text(SHA256.hash(data: []))
        }
        return Hex.text(SHA256.hash(data: page[first..<last + end.count]))
    }

    /// Returns sixteen digits in groups of four, to be read out and typed.
    static func code(_ hash: String) -> String {
        stride(from: 0, to: 16, by: 4).map { start in String(hash.dropFirst(start).prefix(4)) }.joined(separator: " ")
    }
}
