import EventFormat
public import SafeguardingModel

extension TimedDelivery {
    /// The event as its agency would send it: whoever reads it has the event again.
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
        for name in FieldName.allCases { data.set(name.rawValue, event.fields.values(name)) }
        for name in [FieldName.episodes, .indicators] where data[name.rawValue] != nil {
            data[name.rawValue] = .array(event.fields.values(name).map { .string($0) })
        }
        if let of = event.corrects {
            data["of"] = .string(of)
            data["reason"] = data["reason"] ?? "recorded in error"
        }
        for link in event.links { add(link, to: &data) }
        data.set("summary", [event.summary])
        if event.exercise { data["exercise"] = true }
        if event.handling != Handling() {
            var handling: JSONObject = ["audience": .array(event.handling.audience.map { .string($0) })]
            handling.set("sanitised", [event.handling.sanitised])
            data["handling"] = .object(handling)
        }
        return data
    }

    private func members(of child: PersonRecord) -> JSONObject {
        var members: JSONObject = [:]
        let texts = [
            ("givenName", child.givenName), ("familyName", child.familyName), ("sex", child.sex),
            ("born", child.born.map { "\($0)" } ?? ""), ("postcode", child.postcode), ("address", child.address),
            ("town", child.town), ("nhsNumber", child.nhsNumber), ("upn", child.upn), ("pncId", child.pncId),
            ("localAuthorityId", child.localAuthorityId),
        ]
        for (name, text) in texts { members.set(name, [text]) }
        members.set("aliases", child.aliases)
        return members
    }

    /// Adds a link to the member that fits its role and scheme.
    private func add(_ link: Link, to data: inout JSONObject) {
        switch (link.role, link.kind) {
        case (.foundWith, _): data.append(person(link), to: "foundWith")
        case (.foundPlace, _): data["foundPlace"] = place(link)
        case (.mentioned, "handle"), (.mentioned, "phone"), (.mentioned, "vehicle"):
            let mark = link.label.isEmpty ? link.keys.first?.value ?? "" : link.label
            data.append(.string(mark), to: "\(link.kind)s")
        case (.mentioned, let kind) where kind != "person": data.append(place(link), to: "places")
        default: data.append(person(link), to: "people")
        }
    }

    private func person(_ link: Link) -> JSONValue {
        // Of a name alone nothing more is read; of a name in an object a role and an age are.
        if link.keys.isEmpty, link.traits.isEmpty, link.relation == nil, !link.isOfConcern {
            return .string(link.label)
        }
        func values(_ scheme: LinkKey.Scheme) -> [String] { link.keys.filter { $0.scheme == scheme }.map(\.value) }
        var person: JSONObject = [:]
        person.set("name", [link.label])
        person.set("role", [(link.isOfConcern ? .ofConcern : link.relation)?.rawValue ?? ""])
        for (name, scheme) in [("handles", LinkKey.Scheme.handle), ("phones", .phone), ("vehicles", .vehicle)] {
            person.set(name, values(scheme))
        }
        // Whoever reads it puts the agency before the reference.
        person.set("reference", values(.reference).map { String($0.drop { $0 != "/" }.dropFirst()) })
        let born = values(.nameAndBirth).first.map { String($0.drop { $0 != "|" }.dropFirst()) }
        person.set("born", [link.born?.description ?? born ?? ""])
        for trait in link.traits {
            switch trait {
            case .alias(let name): person.append(.string(name), to: "aliases")
            case .age(let years) where Relation.ages(inName: link.label).isEmpty: person["age"] = .string("\(years)")
            case .address(let postcode, let house): person.add(postcode: postcode, house, as: "address")
            case .age, .born: break
            }
        }
        return .object(person)
    }

    private func place(_ link: Link) -> JSONValue {
        var place: JSONObject = ["kind": .string(link.kind)]
        place.set("uprn", link.keys.filter { $0.scheme == .uprn }.map(\.value))
        if case .address(let postcode, let house)? = link.traits.first {
            place.add(postcode: postcode, house, as: "name")
        }
        if let premises = link.keys.first(where: { $0.scheme == .premises })?.value.split(separator: "|"),
            premises.count == 2
        {
            place.add(postcode: String(premises[0]), String(premises[1]), as: "name")
        }
        // A postcode that stands alone is the label, too.
        place.set(place["name"] == nil && place["postcode"] != nil ? "postcode" : "name", [link.label])
        return .object(place)
    }
}

extension JSONObject {
    /// Sets a member to the texts that are not empty: to one, or to a list of several.
    fileprivate mutating func set(_ name: String, _ texts: [String]) {
        let texts = texts.filter { !$0.isEmpty }.map { JSONValue.string($0) }
        if let first = texts.first { self[name] = texts.count == 1 ? first : .array(texts) }
    }

    fileprivate mutating func add(postcode: String, _ house: String, as name: String) {
        set("postcode", [postcode])
        set(name, [house])
    }

    fileprivate mutating func append(_ value: JSONValue, to name: String) {
        if case .array(let values)? = self[name] {
            self[name] = .array(values + [value])
        } else {
            self[name] = .array([value])
        }
    }
}
