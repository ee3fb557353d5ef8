import SafeguardingModel

/// One fact as a row of a table: the sentence, the agency, and its three times.
struct EvidenceRow: Sendable {
    let happened: TimeText
    let writtenDown: TimeText
    let learned: TimeText
    let agency: String
    let sector: String
    let sentence: String
    /// The agency's own summary, where it gave one.
    let summary: String?
    /// The words `learned 6 days later`, where it is more than a day.
    let late: String?
    /// Whether this is the sanitised sentence that its owner gives to other readers.
    let isSanitised: Bool
    /// Its number among the evidence of an alert, as the timeline shows it.
    var number: String?
    /// The journal position of the fact, and its times, for the timeline.
    let fact: Position

    struct Position: Hashable, Sendable {
        let position: Int64
        let kind: EventKind
        let occurred: Occurrence
        let received: Instant
    }

    private static let lateAfter: Span = .days(1)

    private init(
        occurred: Occurrence,
        recorded: Instant,
        received: Instant,
        agency: String,
        sector: Sector,
        sentence: String,
        summary: String?,
        isSanitised: Bool,
        fact: Position,
        times: Times
    ) {
        self.fact = fact
        happened = times.text(occurred)
        writtenDown = times.text(recorded, after: occurred)
        learned = times.text(received, after: occurred)
        self.agency = agency
        self.sector = DeskWords.sector(sector)
        self.sentence = sentence
        self.summary = summary
        self.isSanitised = isSanitised
        let delay = received - occurred.latest
        late = delay > EvidenceRow.lateAfter ? "learned \(Times.words(delay)) later" : nil
    }
}

/// The facts that one reader may see.
struct ReadableFacts {
    let rows: [EvidenceRow]
    /// Sentences that an agency restricts something here.
    ///
    /// They do not say what it is, or when it happened.
    let held: [String]

    init(rows: [EvidenceRow], held: [String]) {
        self.rows = rows
        self.held = held
    }

    init(_ file: AlertView, reader: Reader, times: Times) {
        self.init(
            file.alert.explanation.evidence.map { item in
                Piece(
                    agency: item.agency,
                    isRestricted: item.isRestricted,
                    note: file.notes[item.position],
                    row: { sentence, summary, isSanitised in
                        // The explanation is for everybody and leaves out restricted facts; their audience may know
                        // more.
                        let own =
                            file.restricted[item.position].map { EventSentence.text($0, times: times) } ?? item.sentence
                        return EvidenceRow(item, file.coverage, sentence ?? own, summary, isSanitised, times)
                    }
                )
            },
            coverage: file.coverage,
            reader: reader
        )
    }

    init(_ file: ChildRecordView, reader: Reader, times: Times) {
        self.init(file.facts, notes: file.notes, coverage: file.coverage, reader: reader, times: times)
    }

    /// Takes facts in order of occurrence and shows them as the reader may see them.
    init(
        _ facts: [Fact],
        notes: [Int64: EventNotes.Note],
        coverage: Coverage,
        reader: Reader,
        times: Times
    ) {
        self.init(
            facts.map { fact in
                Piece(
                    agency: fact.agency,
                    isRestricted: fact.isRestricted,
                    note: notes[fact.position],
                    row: { sentence, summary, isSanitised in
                        let own = sentence ?? EventSentence.text(fact, times: times)
                        return EvidenceRow(
                            Evidence(fact: fact, sentence: own),
                            coverage,
                            own,
                            summary,
                            isSanitised,
                            times
                        )
                    }
                )
            },
            coverage: coverage,
            reader: reader
        )
    }

    private struct Piece {
        let agency: AgencyName
        let isRestricted: Bool
        let note: EventNotes.Note?
        let row: (_ sentence: String?, _ summary: String?, _ isSanitised: Bool) -> EvidenceRow
    }

    private init(_ pieces: [Piece], coverage: Coverage, reader: Reader) {
        var rows: [EvidenceRow] = []
        var held: [AgencyName: Int] = [:]
        for piece in pieces {
            // A restricted fact without a note has an unknown audience, so this reader does not count as part of it.
            let isOpen = !piece.isRestricted || piece.note.map { reader.mayRead($0.handling) } ?? false
            if isOpen {
                rows.append(piece.row(nil, piece.note?.summary.nonEmpty, false))
            } else if let sanitised = piece.note?.handling.sanitised.nonEmpty {
                rows.append(piece.row(sanitised, nil, true))
            } else {
                held[piece.agency, default: 0] += 1
            }
        }
        self.rows = rows
        self.held = held.keys.sorted().map { ReadableFacts.sentence(coverage.title(of: $0)) }
    }

    /// Returns the sentence, without a number, since even that can reveal something.
    private static func sentence(_ agency: String) -> String {
        "\(agency) holds something here that it restricts. Ask \(agency)."
    }
}

extension EvidenceRow {
    fileprivate init(
        _ evidence: Evidence,
        _ coverage: Coverage,
        _ sentence: String,
        _ summary: String?,
        _ isSanitised: Bool,
        _ times: Times
    ) {
        self.init(
            occurred: evidence.occurred,
            recorded: evidence.recorded,
            received: evidence.received,
            agency: coverage.title(of: evidence.agency),
            sector: evidence.sector,
            sentence: sentence,
            summary: summary,
            isSanitised: isSanitised,
            fact: Position(
                position: evidence.position,
                kind: evidence.kind,
                occurred: evidence.occurred,
                received: evidence.received
            ),
            times: times
        )
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
