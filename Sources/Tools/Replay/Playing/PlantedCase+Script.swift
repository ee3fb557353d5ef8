import SafeguardingModel
public import Simulation

extension PlantedCase {
    /// Makes a script's case, moved by `days`, with children, adults and references of its own, so that copies never
    /// meet.
    ///
    /// A day counts as 24 hours; people's decisions at the desk are left out.
    ///
    /// - Parameter number: from 1 to 35, another for every copy of every case.
    public init(_ script: Script, number: Int, movedBy days: Int, recognisedOnDay: Int) {
        let file = script.file.split(separator: "/").last ?? "case"
        let name = "\(file.prefix { $0 != "." })-\(number)"
        let moved = RenamedCase(name: name, number: number, shift: .days(Int64(days)), agencies: script.agencies)
        let deliveries = DeliveryPlan(script).steps.compactMap { step -> Delivery? in
            if case .delivery(let delivery) = step { delivery } else { nil }
        }
        let tellings = deliveries.map { moved.telling($0) }
        let rules = script.expectations.compactMap { expectation -> String? in
            if case .raised(let wanted) = expectation.content { wanted.rule } else { nil }
        }
        self.init(
            name: name,
            tellings: tellings,
            agencies: script.agencies.filter { agency in tellings.contains { $0.agency == agency.name } },
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

/// A case with names of its own, whose events come from the authority's agencies.
private struct RenamedCase {
    let name: String
    /// From 1 to 35, another for every copy of every case.
    let number: Int
    let shift: Span
    let agencies: [Agency]

    func telling(_ delivery: Delivery) -> TimedDelivery {
        let agency = agency(delivery.agency)
        var event = delivery.document.event
        event.source = "/\(agency)/planted"
        event.id = "\(name)-\(event.id)"
        event.corrects = event.corrects.map { "\(name)-\($0)" }
        event.occurred = Occurrence(event.occurred.earliest + shift, precision: event.occurred.precision)
        event.recorded = event.recorded + shift
        if !event.subject.isEmpty { event.subject = "\(name)-\(event.subject)" }
        event.child = event.child.map(person)
        event.links = event.links.map(link)
        return TimedDelivery(event, from: agency, arrives: delivery.at + shift)
    }

    /// Returns the authority's agency of the same sector; the script's own where it has none.
    private func agency(_ name: AgencyName) -> AgencyName {
        let sector = agencies.first { $0.name == name }?.sector
        return Authority.agencies.first { $0.sector == sector }?.name ?? name
    }

    /// Returns the person under another name, without the identifying numbers, which belong to the script's own child.
    private func person(_ person: PersonRecord) -> PersonRecord {
        var other = person
        other.familyName = "\(person.familyName) \(name)"
        (other.nhsNumber, other.upn, other.pncId, other.localAuthorityId) = ("", "", "", "")
        return other
    }

    private func link(_ link: Link) -> Link {
        let keys = link.keys.map { LinkKey($0.scheme, disguised($0)) }
        var other = link
        other.keys = keys.sorted()
        return other
    }

    /// Returns another value that is valid for the key's scheme.
    private func disguised(_ key: LinkKey) -> String {
        let parts = key.value.split(separator: "|").map(String.init)
        switch key.scheme {
        case .uprn, .phone: return "\(key.value)\(number / 10)\(number % 10)"
        case .vehicle: return String("\(key.value.prefix(7))\(String(number, radix: 36, uppercase: true))")
        case .nameAndBirth where parts.count == 2: return "\(parts[0]) \(name)|\(parts[1])"
        case .premises where parts.count == 2: return "\(parts[0])|\(parts[1]) \(name)"
        default: return "\(key.value)-\(name)"
        }
    }
}
