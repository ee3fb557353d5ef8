import SafeguardingModel

/// One fact as a line of a table: what, who, and its three times.
struct EvidenceRow: Sendable {
    let happened: TimeText
    let writtenDown: TimeText
    let learned: TimeText
    let agency: String
    let sector: String
    let sentence: String
    /// The agency's own words, where it gave some.
    let summary: String?
    /// `learned 6 days later`, where that is more than a day.
    let late: String?
    /// Its owner lets others read only this.
    let isSanitised: Bool
    /// Its place among the evidence of an alert, as the timeline numbers it.
    var number: String?
    /// The entry that brought it, and its times, for those who draw.
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

/// Facts as one reader may see them.
struct ReadableFacts {
    let rows: [EvidenceRow]
    /// Where content is withheld: that something is held, and by whom.
    ///
    /// Not what, and not when.
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
                        // The explanation is for everybody and says nothing of a restricted fact; its audience may know more.
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

    /// Facts in order of occurrence, as one reader may see them.
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
            // A restricted fact without a note has an audience that nobody here can be shown to belong to.
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

    /// Not even how many: a number can tell.
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
