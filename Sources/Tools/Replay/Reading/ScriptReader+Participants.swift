internal import EventFormat
internal import SafeguardingModel
internal import StrictYAML

extension ScriptReader {
    mutating func readAgencies(_ node: YAMLNode?) throws(YAMLError) {
        for entry in try node?.openMapping().entries ?? [] {
            let agency = try agency(entry)
            agencies.append(agency)
            used.insert(agency.name)
        }
    }

    /// Reads `home: { sector: residential, authority: E08000012 }`, or `home: residential`.
    private func agency(_ entry: YAMLNode.Entry) throws(YAMLError) -> Agency {
        let name = AgencyName(rawValue: entry.key)
        guard name.isWellFormed, name != .desk else {
            throw entry.value.fault(
                "'\(entry.key)' cannot name an agency: lower-case letters, digits and hyphens, and not 'desk'"
            )
        }
        if case .scalar = entry.value.content { return Agency(name: name, sector: try sector(entry.value)) }
        let map = try entry.value.mapping(of: ["sector", "authority", "title"])
        return Agency(
            name: name,
            title: try map["title"]?.name(),
            sector: try sector(map.required("sector")),
            authority: try map["authority"]?.name()
        )
    }

    /// Reads a sector.
    ///
    /// A site may have sectors of its own, so only a word that resembles one of the usual sectors is an error.
    private func sector(_ node: YAMLNode) throws(YAMLError) -> Sector {
        let word = try node.name()
        let usual = Sector.core.map(\.rawValue) + ["voluntary", "adult-services", "foster-care"]
        guard !usual.contains(word) else { return Sector(rawValue: word) }
        do throws(YAMLError) {
            _ = try node.choice(of: usual)
        } catch  where error.message.contains("did you mean") || !AgencyName(rawValue: word).isWellFormed {
            throw error
        } catch {}
        return Sector(rawValue: word)
    }

    mutating func readParticipants(_ map: YAMLMapping) throws(YAMLError) {
        for entry in try map["children"]?.openMapping().entries ?? [] { participants.children.append(try child(entry)) }
        for entry in try map["people"]?.openMapping().entries ?? [] {
            participants.people.append(try figure(entry, EventSchema.person, member: "people"))
        }
        for entry in try map["places"]?.openMapping().entries ?? [] {
            guard participants.person(entry.key) == nil else {
                throw entry.value.fault("'\(entry.key)' is the name of a person already")
            }
            participants.places.append(try figure(entry, EventSchema.place, member: "places"))
        }
        for node in try map["records"]?.list() ?? [] { participants.variants.append(try variant(node)) }
    }

    private func child(_ entry: YAMLNode.Entry) throws(YAMLError) -> Participants.Child {
        let own = ["responsibleAuthority"]
        let map = try entry.value.mapping(of: EventSchema.child.map(\.name) + own)
        let person = try DataReader(self).object(map.without(own), EventSchema.child)
        guard !person.isEmpty else { throw entry.value.fault("nothing is said of who the child is") }
        return Participants.Child(
            name: entry.key,
            person: person,
            responsibleAuthority: try map["responsibleAuthority"]?.name()
        )
    }

    private mutating func figure(
        _ entry: YAMLNode.Entry,
        _ schemas: [FieldSchema],
        member: String
    ) throws(YAMLError) -> Participants.NamedThing {
        let value = try DataReader(self).object(entry.value.mapping(of: schemas.map(\.name)).entries, schemas)
        let keys = try builder.keys(of: value, in: member, entry.value)
        return Participants.NamedThing(name: entry.key, value: value, keys: keys)
    }

    private mutating func variant(_ node: YAMLNode) throws(YAMLError) -> Participants.Variant {
        let own = ["agency", "child", "subject"]
        let map = try node.mapping(of: own + EventSchema.child.map(\.name))
        let agency = try agency(map.required("agency")).name
        let child = try child(map.required("child"))
        guard !participants.variants.contains(where: { $0.agency == agency && $0.child == child }) else {
            throw node.fault("how \(agency) knows \(child) is said twice; put it into one record")
        }
        return Participants.Variant(
            agency: agency,
            child: child,
            subject: try map["subject"]?.name(),
            changes: try DataReader(self).object(map.without(own), EventSchema.child)
        )
    }
}

extension YAMLMapping {
    /// Returns the entries without those of the script's own keys.
    func without(_ keys: [String]) -> [YAMLNode.Entry] {
        entries.filter { !keys.contains($0.key) }
    }
}
