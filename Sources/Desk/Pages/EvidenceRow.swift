import SafeguardingModel

/// One fact as a row of a table: the sentence, the agency, and its three times.
struct EvidenceRow {
    let fact: Evidence
    let agency: String
    let sentence: String
    /// The agency's own summary, where it gave one.
    let summary: String?
    /// Whether this is the sanitised sentence that its owner gives to other readers.
    let isSanitised: Bool
    /// Its number among the evidence of an alert, as the timeline shows it.
    var number: Int?
    let times: Times

    var happened: TimeText { times.text(fact.occurred) }
    var writtenDown: TimeText { times.text(fact.recorded, after: fact.occurred) }
    var learned: TimeText { times.text(fact.received, after: fact.occurred) }

    private static let lateAfter: Span = .days(1)

    /// The words `learned 6 days later`, where it is more than a day.
    var late: String? {
        let delay = fact.received - fact.occurred.latest
        return delay > EvidenceRow.lateAfter ? "learned \(Times.words(delay)) later" : nil
    }
}

/// The facts that one reader may see.
struct ReadableFacts {
    private(set) var rows: [EvidenceRow] = []
    /// Sentences that an agency restricts something here.
    ///
    /// They do not say what it is, or when it happened.
    let held: [String]

    init(_ file: AlertView, reader: Reader, times: Times) {
        let evidence = file.alert.explanation.evidence.map { item in
            // The explanation is for everybody and leaves out restricted facts; their audience may know more.
            guard let fact = file.restricted[item.position] else { return item }
            var item = item
            item.sentence = EventSentence.text(fact, times: times)
            return item
        }
        self.init(evidence, notes: file.notes, coverage: file.coverage, reader: reader, times: times)
    }

    init(_ file: ChildRecordView, reader: Reader, times: Times) {
        self.init(file.facts, notes: file.notes, coverage: file.coverage, reader: reader, times: times)
    }

    /// Takes facts in order of occurrence and shows them as the reader may see them.
    init(_ facts: [Fact], notes: [Position: EventNotes.Note], coverage: Coverage, reader: Reader, times: Times) {
        let evidence = facts.map { Evidence(fact: $0, sentence: EventSentence.text($0, times: times)) }
        self.init(evidence, notes: notes, coverage: coverage, reader: reader, times: times)
    }

    private init(
        _ evidence: [Evidence],
        notes: [Position: EventNotes.Note],
        coverage: Coverage,
        reader: Reader,
        times: Times
    ) {
        var restricting: Set<AgencyName> = []
        for item in evidence {
            let note = notes[item.position]
            let isOpen = reader.mayRead(isRestricted: item.isRestricted, note)
            guard let sentence = isOpen ? item.sentence : note?.handling.sanitised.nonEmpty else {
                restricting.insert(item.agency)
                continue
            }
            rows.append(
                EvidenceRow(
                    fact: item,
                    agency: coverage.title(of: item.agency),
                    sentence: sentence,
                    summary: isOpen ? note?.summary.nonEmpty : nil,
                    isSanitised: !isOpen,
                    times: times
                )
            )
        }
        // The sentence has no number, since even that can reveal something.
        held = restricting.sorted().map {
            let agency = coverage.title(of: $0)
            return "\(agency) holds something here that it restricts. Ask \(agency)."
        }
    }

    /// The rows, numbered as the timeline shows them.
    var numbered: [EvidenceRow] {
        rows.enumerated().map { index, row in
            var row = row
            row.number = index + 1
            return row
        }
    }
}

extension ChildRecordView {
    /// The facts that the reader may read.
    func readable(_ facts: [Fact], by reader: Reader) -> [Fact] {
        facts.filter { reader.mayRead($0, notes[$0.position]) }
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
