package import SafeguardingModel

/// One fact in the compact form of a chronology: a loop over all facts reads it without touching a text.
///
/// Answers that such a loop needs for each fact (the selectors it matches, whether its time is known to the day only)
/// are computed once, when the fact is made.
package struct ChronologyFact: Sendable {
    /// The earliest instant at which it can have happened, in milliseconds.
    package var at: Int64
    package var recorded: Int64
    package var received: Int64
    package var position: Position
    /// The digest of the event id, which decides the order of facts at the same instant.
    package var name: FactID
    /// The selectors of the rules that it matches.
    package var marks: SelectorMask
    /// The event's id, for notices to its sender.
    package var id: String
    package var fields: [Field]
    package var links: [Link]
    /// The record of the child to which it belongs.
    package var record: RecordIndex
    package var agency: UInt16
    package var kind: EventKind
    package var flags: Flags

    package struct Flags: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let dayOnly = Flags(rawValue: 1)
        package static let restricted = Flags(rawValue: 2)
        package static let corrected = Flags(rawValue: 4)
        /// Names a person, place or thing that can be recognised elsewhere, or a person of concern: one whom the fact
        /// itself calls so, or whom a register lists.
        package static let linked = Flags(rawValue: 8)
        /// Makes the child known to the CSE system for good: a referral, a panel listing.
        package static let makesKnown = Flags(rawValue: 16)
        package static let flagStarts = Flags(rawValue: 32)
        package static let flagEnds = Flags(rawValue: 64)
        /// Is of one of the kinds that begin or end an absence.
        package static let episode = Flags(rawValue: 128)
    }

    package init(
        _ event: borrowing FactContent,
        position: Position,
        received: Instant,
        name: FactID,
        record: RecordIndex,
        agency: UInt16,
        selectors: borrowing SelectorTable
    ) {
        at = event.occurred.earliest.milliseconds
        recorded = event.recorded.milliseconds
        self.received = received.milliseconds
        self.position = position
        self.name = name
        self.id = event.id
        self.fields = event.fields
        self.links = event.links
        self.record = record
        self.agency = agency
        kind = event.kind
        flags = Flags(event)
        marks = selectors.mask(kind: event.kind, fields: event.fields, links: event.links)
    }

    /// Returns the first value of a field.
    package func value(_ name: FieldName) -> String? {
        for index in fields.indices where fields[index].name == name { return fields[index].value }
        return nil
    }
    package var isDayOnly: Bool { flags.contains(.dayOnly) }
    package var isLinked: Bool { flags.contains(.linked) }
    /// The last instant at which it can have happened.
    package var latest: Int64 {
        isDayOnly ? Occurrence.endOfDay(from: Instant(milliseconds: at)).milliseconds : at
    }

    /// Whether the first fact comes before the second in a chronology: by occurrence, never by arrival.
    package static func isBefore(_ left: ChronologyFact, _ right: ChronologyFact) -> Bool {
        if left.at != right.at { return left.at < right.at }
        if left.isDayOnly != right.isDayOnly { return left.isDayOnly }
        if left.kind != right.kind { return left.kind.number < right.kind.number }
        if left.recorded != right.recorded { return left.recorded < right.recorded }
        return left.name < right.name
    }

    /// Returns the facts in the order of a chronology, without repetitions.
    static func inOrder(_ facts: [ChronologyFact]) -> [ChronologyFact] {
        var kept: [ChronologyFact] = []
        for line in facts.sorted(by: isBefore) where kept.last?.position != line.position { kept.append(line) }
        return kept
    }
}

extension [ChronologyFact] {
    /// Returns the first value of a field of the fact at an index, without copying the fact.
    func value(_ name: FieldName, at index: Int) -> String? {
        for field in self[index].fields where field.name == name { return field.value }
        return nil
    }
}

/// The content of a fact: the part of an event that rules read.
package struct FactContent: Sendable {
    package var id: String
    package var kind: EventKind
    package var occurred: Occurrence
    package var recorded: Instant
    package var fields: [Field]
    package var links: [Link]
    package var isRestricted: Bool
    package var isCorrected: Bool

    package init(
        id: String,
        kind: EventKind,
        occurred: Occurrence,
        recorded: Instant,
        fields: [Field],
        links: [Link],
        isRestricted: Bool,
        isCorrected: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.occurred = occurred
        self.recorded = recorded
        self.fields = fields
        self.links = links
        self.isRestricted = isRestricted
        self.isCorrected = isCorrected
    }

    /// Takes the content out of a fact.
    package init(_ line: borrowing ChronologyFact) {
        self.init(
            id: line.id,
            kind: line.kind,
            occurred: Occurrence(Instant(milliseconds: line.at), precision: line.isDayOnly ? .day : .second),
            recorded: Instant(milliseconds: line.recorded),
            fields: line.fields,
            links: line.links,
            isRestricted: line.flags.contains(.restricted),
            isCorrected: line.flags.contains(.corrected)
        )
    }

    package init(_ event: borrowing Event) {
        self.init(
            id: event.id,
            kind: event.kind,
            occurred: event.occurred,
            recorded: event.recorded,
            fields: event.fields,
            links: event.links,
            isRestricted: event.handling.isRestricted
        )
    }
}

extension ChronologyFact.Flags {
    init(_ event: borrowing FactContent) {
        self = []
        if event.occurred.precision == .day { insert(.dayOnly) }
        if event.isRestricted { insert(.restricted) }
        if event.isCorrected { insert(.corrected) }
        let isEntry = event.kind == .personListed
        if event.links.contains(where: { !$0.keys.isEmpty || $0.isOfConcern || isEntry }) { insert(.linked) }
        switch event.kind {
        case .referralMade, .panelListed: insert(.makesKnown)
        case .statusStarted where event.fields.value(.status).map(ChronologyFact.Flags.isExploitationFlag) ?? false:
            insert(.flagStarts)
        case .statusEnded where event.fields.value(.status).map(ChronologyFact.Flags.isExploitationFlag) ?? false:
            insert(.flagEnds)
        case .missingReported, .missingFound: insert(.episode)
        default: break
        }
    }

    private static func isExploitationFlag(_ status: String) -> Bool { status == "cse-flag" || status == "ce-flag" }
}

extension Fact {
    package init(_ line: ChronologyFact, in directory: AgencyRegister) {
        let agency = directory.agencies[Int(line.agency)]
        self.init(
            position: line.position,
            kind: line.kind,
            agency: agency.name,
            sector: agency.sector,
            occurred: Occurrence(Instant(milliseconds: line.at), precision: line.isDayOnly ? .day : .second),
            recorded: Instant(milliseconds: line.recorded),
            received: Instant(milliseconds: line.received),
            fields: line.fields,
            links: line.links,
            isRestricted: line.flags.contains(.restricted)
        )
    }
}

extension EventKind {
    /// The kind's index in `EventKind.allCases`. Each fact needs it, and looking a kind up would hash the kind's name.
    ///
    /// SAFETY: an enumeration without payloads is one byte, the place of its case; a test compares it with `allCases`.
    package var number: Int { Int(unsafeBitCast(self, to: UInt8.self)) }

    /// Whether facts of this kind state something that does not age (a placement, a flag, a register, a referral).
    /// Never forgotten.
    package var isState: Bool {
        switch self {
        case .statusStarted, .statusEnded, .placementStarted, .placementEnded, .panelListed, .panelRemoved,
            .referralMade,
            .disclosureMade, .personListed, .personUnlisted:
            true
        default: false
        }
    }
}
