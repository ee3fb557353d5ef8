internal import EventFormat
public import SafeguardingModel

/// A maker of events from rows, by one mapping, for one agency.
///
/// Each thread needs its own.
///
/// ```swift
/// var mapper = Mapper(mapping, agency: "merseyside-police")
/// for outcome in mapper.map(row, exported: modified) {
///     if case .event(let event) = outcome { switch Revisions.decide(previous: known[event.key], event) { ... } }
/// }
/// ```
/// Every event has passed the reader that the bus uses, so the bus does not refuse it for its shape.
public struct Mapper: ~Copyable {
    /// The mapping by which rows are read.
    public let mapping: Mapping
    /// The `source` of all events: `/merseyside-police/compact`.
    public let source: String
    private var reader = EventReader()

    public init(_ mapping: Mapping, agency: AgencyName) {
        self.mapping = mapping
        source = "/\(agency)/\(mapping.system)"
    }

    /// Returns the outcome for each event of the mapping, in the mapping's order.
    ///
    /// `exported` is the time at which the export was made; it is used where the row does not say when it was recorded.
    /// A row that cannot be read as a whole gives one rejection, with no other outcome.
    public mutating func map(_ row: Row, exported: Instant) -> [Outcome] { read(row, exported: exported).outcomes }

    /// Returns the outcomes with the record and the child that the row is about.
    public mutating func read(_ row: Row, exported: Instant) -> MappedRow {
        let view = RowView(row: row, columns: mapping.columns, emptyWords: mapping.emptyWords, exported: exported)
        let record: String
        do throws(RowView.ValueError) {
            record = try mapping.key.text(in: view, mapping: mapping.name)
            try examine(view)
        } catch {
            return MappedRow(outcomes: [.rejected(view.rejection(error))])
        }
        var read = MappedRow(outcomes: [])
        read.outcomes.reserveCapacity(mapping.events.count)
        (read.record, read.source, read.child) = ("\(mapping.name)-\(record)", source, child(view))
        read.childColumn = view.name(of: mapping.about.subject?.column)
        for template in mapping.events {
            let key = "\(mapping.name)-\(record)-\(template.name)"
            read.outcomes.append(outcome(template, key: key, view))
        }
        return read
    }

    /// Returns the child that the row is about; an unreadable value is reported with the event that needs it.
    private func child(_ view: RowView) -> RecordChild {
        let making = RowContext(dates: mapping.dates, zone: mapping.zone)
        let (subject, alternative) = (try? view.firstSubject(mapping.about.subject)) ?? ("", 0)
        var texts: [String: String] = [:]
        for member in mapping.about.members {
            let object = try? view.object([member], making, at: "data.child")
            texts[member.name] = object?[member.name]?.string
        }
        return RecordChild(
            subject: subject,
            alternative: alternative,
            names: [texts["givenName"] ?? "", texts["familyName"] ?? ""],
            born: texts["born"] ?? ""
        )
    }

    private func examine(_ view: RowView) throws(RowView.ValueError) {
        for cell in mapping.required where try view.text(cell).isEmpty {
            throw RowView.ValueError(code: .missingValue, cell: cell, message: "the column is required and is empty")
        }
        for check in mapping.checks {
            guard try !view.satisfies(check, mapping.dates, in: mapping.zone) else { continue }
            throw RowView.ValueError(code: .checkFailed, cell: check.demand.cell, message: check.message)
        }
    }

    private mutating func outcome(_ template: EventTemplate, key: String, _ view: RowView) -> Outcome {
        do throws(RowView.MemberError) {
            let (subject, isThere) = try view.presence(of: template)
            guard isThere, let draft = try draft(template, key: key, subject: subject, view) else {
                return .absent(AbsentEvent(key: key, source: source, subject: subject))
            }
            guard !subject.isEmpty || template.subject == nil || draft.data["child"] == nil else {
                throw RowView.nameless(template.subject)
            }
            return check(draft.event(), template, view)
        } catch {
            return .rejected(view.rejection(error.fault, event: template.name, field: error.path))
        }
    }

    /// Checks with the bus's own reader whether it would accept the event.
    private mutating func check(_ event: MappedEvent, _ template: EventTemplate, _ view: RowView) -> Outcome {
        do {
            _ = try reader.read(event.bytes)
            return .event(event)
        } catch {
            let fault = RowView.ValueError(
                code: .refused,
                cell: nil,
                message: "\(error.message) (\(error.code.rawValue))"
            )
            return .rejected(view.rejection(fault, event: template.name, field: error.path))
        }
    }
}
