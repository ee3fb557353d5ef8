import EventFormat
public import SafeguardingModel

extension TimedDelivery {
    /// The event as its agency would send it, with what synthetic events have: of a child the name, the birth date and
    /// the sex, no summary and no traits of adults.
    public var document: JSONValue {
        EventWriter.document(
            source: event.source,
            id: event.id,
            kind: event.kind,
            time: event.occurred,
            recorded: event.recorded,
            subject: event.subject,
            data: data
        )
    }

    private var data: JSONObject {
        var data: JSONObject = [:]
        if let child = event.child { data["child"] = .object(members(of: child)) }
        for name in FieldName.allCases {
            let values = event.fields.values(name)
            guard let first = values.first else { continue }
            data[name.rawValue] =
                values.count == 1 && name != .episodes && name != .indicators
                ? .string(first) : .array(values.map { .string($0) })
        }
        if let of = event.corrects {
            data["of"] = .string(of)
            data["reason"] = "recorded in error"
        }
        for link in event.links { add(link, to: &data) }
        if event.handling.isRestricted {
            data["handling"] = ["audience": .array(event.handling.audience.map { .string($0) })]
        }
        return data
    }

    private func members(of child: PersonRecord) -> JSONObject {
        var members: JSONObject = ["givenName": .string(child.givenName), "familyName": .string(child.familyName)]
        if let born = child.born { members["born"] = .string("\(born)") }
        if !child.sex.isEmpty { members["sex"] = .string(child.sex) }
        return members
    }

    /// Adds a link to the member that fits its role and scheme.
    private func add(_ link: Link, to data: inout JSONObject) {
        switch (link.role, link.kind) {
        case (.foundWith, _): data.append(person(link), to: "foundWith")
        case (.foundPlace, _): data["foundPlace"] = place(link)
        case (.mentioned, "handle"): for key in link.keys { data.append(.string(key.value), to: "handles") }
        case (.mentioned, "phone"): for key in link.keys { data.append(.string(key.value), to: "phones") }
        case (.mentioned, "vehicle"): for key in link.keys { data.append(.string(key.value), to: "vehicles") }
        case (.mentioned, let kind) where kind != "person": data.append(place(link), to: "places")
        default: data.append(person(link), to: "people")
        }
    }

    private func person(_ link: Link) -> JSONValue {
        var person: JSONObject = [:]
        if !link.label.isEmpty { person["name"] = .string(link.label) }
        let relation = link.isOfConcern ? .ofConcern : link.relation
        if let role = link.isOfConcern ? nil : link.called { person["role"] = .string(role) }
        if person["role"] == nil, let relation { person["role"] = .string(relation.rawValue) }
        for key in link.keys {
            switch key.scheme {
            case .handle: person.append(.string(key.value), to: "handles")
            case .phone: person.append(.string(key.value), to: "phones")
            case .vehicle: person.append(.string(key.value), to: "vehicles")
            case .reference: person["reference"] = .string(key.value)
            case .nameAndBirth:
                let parts = key.value.split(separator: "|").map(String.init)
                person["name"] = .string(parts[0])
                person["born"] = .string(parts.last ?? "")
            case .uprn, .premises: break
            }
        }
        return .object(person)
    }

    private func place(_ link: Link) -> JSONValue {
        var place: JSONObject = ["kind": .string(link.kind)]
        if !link.label.isEmpty { place["name"] = .string(link.label) }
        for key in link.keys {
            let parts = key.value.split(separator: "|").map(String.init)
            if key.scheme == .uprn { place["uprn"] = .string(key.value) }
            if key.scheme == .premises, parts.count == 2 {
                place["postcode"] = .string(parts[0])
                place["name"] = .string(parts[1])
            }
        }
        return .object(place)
    }
}

extension JSONObject {
    fileprivate mutating func append(_ value: JSONValue, to name: String) {
        if case .array(let values)? = self[name] {
            self[name] = .array(values + [value])
        } else {
            self[name] = .array([value])
        }
    }
}
