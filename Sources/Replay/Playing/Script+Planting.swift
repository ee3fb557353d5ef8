import SafeguardingModel
public import Simulation

extension PlantedCase {
    /// A script's case, moved by some days, with children, adults and references of its own, so that copies never meet.
    ///
    /// Days are moved as days of 24 hours; what people decide at the desk is left out.
    public init(_ script: Script, copy: Int, movedBy days: Int, recognisedOnDay: Int) {
        let name = script.file.split(separator: "/").last.map { "\($0.prefix { $0 != "." })-\(copy)" } ?? "case-\(copy)"
        let moved = Disguise(name: name, shift: .days(Int64(days)))
        let deliveries = Playbill(script).acts.compactMap { act -> Delivery? in
            if case .delivery(let delivery) = act { delivery } else { nil }
        }
        let tellings = deliveries.map { moved.telling($0) }
        let rules = script.expectations.compactMap { expectation -> String? in
            if case .raised(let wanted) = expectation.content { wanted.rule } else { nil }
        }
        self.init(
            name: name,
            tellings: tellings,
            agencies: script.agencies,
            records: Set(
                tellings.filter { !$0.event.subject.isEmpty }.map {
                    RecordKey(agency: $0.agency, subject: $0.event.subject)
                }
            ),
            expectedRules: Set(rules).sorted(),
            recognisedAt: script.calendar.instant(day: recognisedOnDay, secondsAfterMidnight: 43_200) + moved.shift
        )
    }
}

/// Gives a case's events names of their own.
private struct Disguise {
    let name: String
    let shift: Span

    func telling(_ delivery: Delivery) -> Telling {
        var event = delivery.document.event
        event.id = "\(name)-\(event.id)"
        event.corrects = event.corrects.map { "\(name)-\($0)" }
        event.occurred = Occurrence(event.occurred.earliest + shift, precision: event.occurred.precision)
        event.recorded = event.recorded + shift
        if !event.subject.isEmpty { event.subject = "\(name)-\(event.subject)" }
        event.child = event.child.map(person)
        event.links = event.links.map(link)
        return Telling(event, from: delivery.agency, arrives: delivery.at + shift)
    }

    /// Another name, and none of the numbers, which belong to the script's own child.
    private func person(_ person: PersonRecord) -> PersonRecord {
        var other = person
        other.familyName = "\(person.familyName) \(name)"
        (other.nhsNumber, other.upn, other.pncId, other.localAuthorityId) = ("", "", "", "")
        return other
    }

    private func link(_ link: Link) -> Link {
        Link(
            role: link.role,
            label: link.label,
            keys: link.keys.map { LinkKey($0.scheme, "\($0.value)-\(name)") },
            kind: link.kind
        )
    }
}
