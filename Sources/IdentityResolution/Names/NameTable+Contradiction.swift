extension NameTable {
    /// Returns whether a record describes several children: its given names are not forms, parts or slips of one name,
    /// and its birth dates differ as much.
    func describeSeveralChildren(_ marks: ArraySlice<RecordTrait>) -> Bool {
        let births = marks.filter { $0.kind == .born }
        guard births.count > 1, marks.count(where: { $0.kind == .name }) > 1 else { return false }
        guard haveContrary(births, { Birth.level($0.value, $1.value).isContrary }) else { return false }
        let names = marks.filter { $0.kind == .name && isMeaningful($0.first) }
        return haveContrary(names, areContrary)
    }

    private func haveContrary(_ marks: [RecordTrait], _ areContrary: (RecordTrait, RecordTrait) -> Bool) -> Bool {
        marks.indices.contains { low in
            marks[(low + 1)...].contains { areContrary(marks[low], $0) }
        }
    }

    private func areContrary(_ one: RecordTrait, _ other: RecordTrait) -> Bool {
        guard one.first != other.first, !areForms(one.first, other.first) else { return false }
        // The given and family name are exchanged.
        guard one.first != other.second || one.second != other.first else { return false }
        let level = likeness(one.first, other.first, partOf: 3)
        return level == .different || !level.isAlike && level != .initial && areBothKnown(one.first, other.first)
    }
}

extension Level {
    fileprivate var isContrary: Bool { self == .different || self == .similar }
}
