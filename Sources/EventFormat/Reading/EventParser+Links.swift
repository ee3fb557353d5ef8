import SafeguardingModel

extension EventParser {
    /// Reads the people, places and marks of one member of `data`, in the order in which they were written.
    mutating func readLinks(_ schema: FieldSchema, at index: Int, into event: inout Event) throws(EventError) {
        let count = event.links.count
        for item in tape.items(of: index) where !tape.isAbsent(item) {
            event.links.append(try link(schema, at: item, of: event))
        }
        let found = event.links.count - count
        if schema.isRequired, found == 0 { throw empty(schema, at: index) }
        if let most = schema.most, found > most {
            throw fault(.tooMany, at: index, "Expected \(schema.meaning), at most \(most).")
        }
    }

    private mutating func link(_ schema: FieldSchema, at index: Int, of event: borrowing Event) throws(EventError)
        -> Link
    {
        switch schema.form {
        case .person(let role): try person(index, role, of: event)
        case .place(let role): try place(index, role)
        case .vehicle: try mark(index, .registration, .vehicle, kind: "vehicle", schema)
        case .phone: try mark(index, .number, .phone, kind: "phone", schema)
        default: try mark(index, .handle, .handle, kind: "handle", schema)
        }
    }

    /// Reads a vehicle, a phone or an online name that is listed by itself, outside a person.
    private mutating func mark(
        _ index: Int,
        _ member: MarkMember,
        _ scheme: LinkKey.Scheme,
        kind: String,
        _ schema: FieldSchema
    ) throws(EventError) -> Link {
        let at = try markIndex(index, member)
        let label = try name(at, schema.meaning)
        return Link(role: .mentioned, label: label, key: key(scheme, label, at: at), kind: kind)
    }

    /// Returns the index of the mark itself, or of the member of an object that holds it.
    private func markIndex(_ index: Int, _ member: MarkMember) throws(EventError) -> Int {
        guard tape.mark(index) == Tape.Mark.object else { return index }
        let found = slots(of: index, plan.marks)[member]
        if found == 0 { throw missing(member.schema, in: index) }
        return found
    }

    /// Returns the key of a mark; where it has none, warns that the mark joins nothing.
    private mutating func key(_ scheme: LinkKey.Scheme, _ text: String, at index: Int) -> LinkKey? {
        if let value = scheme.normalised(text) { return LinkKey(scheme, value) }
        warn(.unusableKey, at: index, "Kept and not compared: it is no usable \(scheme.rawValue).")
        return nil
    }
}

extension EventParser {
    /// Reads a person: a name, or an object with what is known.
    private mutating func person(_ index: Int, _ role: Link.Role, of event: borrowing Event) throws(EventError) -> Link
    {
        guard tape.mark(index) == Tape.Mark.object else {
            return Link(role: role, label: try name(index, PersonMember.name.meaning), key: nil, kind: "person")
        }
        let members = slots(of: index, plan.person)
        var keys: [LinkKey] = []
        let label = try optionalName(members[PersonMember.name], PersonMember.name.meaning)
        readNameAndBirth(label, born: members[PersonMember.born], into: &keys)
        try readReference(members[PersonMember.reference], of: event, into: &keys)
        try readKeys(members[PersonMember.handles], .handle, .handle, into: &keys)
        try readKeys(members[PersonMember.phones], .number, .phone, into: &keys)
        try readKeys(members[PersonMember.vehicles], .registration, .vehicle, into: &keys)
        let word = try optionalName(members[PersonMember.role], PersonMember.role.meaning)
        let relation = relation(word, at: members[PersonMember.role], name: label)
        let isConcern = role == .mentioned && relation == .ofConcern
        var link = Link(role: isConcern ? .personOfConcern : role, label, keys, kind: "person")
        link.relation = relation
        if relation != .ofConcern, Relation.isInformative(role: word) { link.called = word }
        readTraits(members, into: &link)
        if role == .listed, case .address(let postcode, let house)? = link.traits.last, !house.isEmpty {
            // A register's address is the person's, as a place beside them would be.
            link.keys = (link.keys + [LinkKey(.premises, "\(postcode)|\(house)")]).sorted()
        }
        return link
    }

    /// Reads the part in the child's life from the role, or where none is given from the name.
    private mutating func relation(_ role: String, at index: Int, name: String) -> Relation? {
        if role.isEmpty { return Relation(name: name) }
        if !Relation.isKnown(role: role) { warn(.unknownRole, at: index, EventError.unknownRole) }
        return Relation(role: role)
    }

    /// Reads traits that help people to compare adults and join nothing by themselves. A trait that cannot be read is
    /// ignored like an unknown member: it is not a reason to refuse the event.
    private mutating func readTraits(_ members: Slots, into link: inout Link) {
        if members[PersonMember.aliases] != 0, let aliases = try? names(members[PersonMember.aliases], "") {
            link.traits += aliases.filter { !$0.isEmpty }.map { .alias($0) }
        }
        if members[PersonMember.born] != 0, let day = day(members[PersonMember.born]) { link.traits.append(.born(day)) }
        if let age = (try? optionalName(members[PersonMember.age], "")).flatMap({ Int($0) }), (1...120).contains(age) {
            link.traits.append(.age(age))
        } else if members[PersonMember.age] == 0, members[PersonMember.born] == 0 {
            link.traits += Relation.ages(inName: link.label).map { .age($0) }
        }
        let postcode = (try? optionalName(members[PersonMember.postcode], "")) ?? ""
        if let postcode = Normalised.postcode(postcode) {
            let house = (try? optionalName(members[PersonMember.address], "")) ?? ""
            link.traits.append(.address(postcode: postcode, house: Premises.house(house)))
        }
    }

    private func optionalName(_ index: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> String {
        index == 0 ? "" : try name(index, meaning())
    }

    private mutating func readNameAndBirth(_ label: String, born: Int, into keys: inout [LinkKey]) {
        guard born != 0 else { return }
        guard let day = day(born) else {
            return warn(.unusableKey, at: born, "Kept and not compared: expected the birth date as YYYY-MM-DD.")
        }
        if let name = Normalised.fullName(label) { keys.append(LinkKey(.nameAndBirth, "\(name)|\(day)")) }
    }

    /// Reads a reference, which is the agency's own: the same number at another agency is a different person.
    private func readReference(_ index: Int, of event: borrowing Event, into keys: inout [LinkKey]) throws(EventError) {
        if index == 0 { return }
        keys.append(LinkKey(.reference, "\(event.agency)/\(try reference(index, PersonMember.reference.meaning))"))
    }

    private mutating func readKeys(
        _ index: Int,
        _ member: MarkMember,
        _ scheme: LinkKey.Scheme,
        into keys: inout [LinkKey]
    ) throws(EventError) {
        if index == 0 { return }
        for item in tape.items(of: index) where !tape.isAbsent(item) {
            let at = try markIndex(item, member)
            if let key = key(scheme, try name(at, member.meaning), at: at), !keys.contains(key) { keys.append(key) }
        }
    }
}

extension EventParser {
    /// Reads a place: a name, or an object with what is known.
    ///
    /// A postcode alone joins nothing.
    private mutating func place(_ index: Int, _ role: Link.Role) throws(EventError) -> Link {
        guard tape.mark(index) == Tape.Mark.object else {
            return Link(role: role, label: try name(index, PlaceMember.name.meaning), key: nil, kind: "premises")
        }
        let members = slots(of: index, plan.place)
        let name = try optionalName(members[PlaceMember.name], PlaceMember.name.meaning)
        let address = try optionalName(members[PlaceMember.address], PlaceMember.address.meaning)
        let postcode = try optionalName(members[PlaceMember.postcode], PlaceMember.postcode.meaning)
        let kind = try optionalName(members[PlaceMember.kind], PlaceMember.kind.meaning)
        var keys: [LinkKey] = []
        try readUPRN(members[PlaceMember.uprn], into: &keys)
        readPremises(name.isEmpty ? address : name, postcode, at: members[PlaceMember.postcode], into: &keys)
        let label = [name, address, postcode].first { !$0.isEmpty } ?? ""
        var link = Link(
            role: role,
            label,
            keys,
            kind: kind.isEmpty ? PublicPlace.kind(ofBuilding: name) ?? "premises" : kind
        )
        // For a home the postcode alone shows whether it may be the child's own.
        if kind == "home", let postcode = Normalised.postcode(postcode) {
            link.traits = [.address(postcode: postcode, house: Premises.house(name.isEmpty ? address : name))]
        }
        return link
    }

    private mutating func readUPRN(_ index: Int, into keys: inout [LinkKey]) throws(EventError) {
        if index == 0 { return }
        if let key = key(.uprn, try name(index, PlaceMember.uprn.meaning), at: index) { keys.append(key) }
    }

    private mutating func readPremises(_ name: String, _ postcode: String, at index: Int, into keys: inout [LinkKey]) {
        if postcode.isEmpty || name.isEmpty { return }
        if let value = Normalised.premises(postcode: postcode, name: name) {
            keys.append(LinkKey(.premises, value))
        } else {
            warn(.unusableKey, at: index, "Kept and not compared: expected a postcode and a building's name or number.")
        }
    }
}

extension Link {
    /// Makes a link with at most one key.
    fileprivate init(role: Role, label: String, key: LinkKey?, kind: String) {
        self.init(role: role, label, key.map { [$0] } ?? [], kind: kind)
    }

    /// Makes a link, sorting only several keys: the model's initializer makes a new array each time.
    fileprivate init(role: Role, _ label: String, _ keys: [LinkKey], kind: String) {
        self.init(role: role, label: label, keys: [], kind: kind)
        self.keys = keys.count > 1 ? keys.sorted() : keys
    }
}

extension LinkKey.Scheme {
    /// Returns the canonical spelling of a mark of this scheme that has only one part.
    fileprivate func normalised(_ text: String) -> String? {
        switch self {
        case .handle: Normalised.handle(text)
        case .phone: Normalised.phone(text)
        case .vehicle: Normalised.vehicle(text)
        case .uprn: Normalised.uprn(text)
        case .nameAndBirth, .premises, .reference: nil
        }
    }
}
