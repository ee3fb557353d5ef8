/// The settings in the form in which marks are compared with them.
struct Sieve: Sendable {
    let settings: IdentitySettings
    private let schemes: [Mark.Scheme]
    private let placeholders: Set<UInt64>

    init(_ settings: IdentitySettings) {
        self.settings = settings
        schemes = settings.linkBy.map(\.scheme)
        placeholders = Set(settings.placeholders.map { Mark.nameHash(folded($0)) })
    }

    /// 1 for the strongest; a person's decision is stronger than any.
    func strength(of scheme: Mark.Scheme) -> Int {
        (schemes.firstIndex(of: scheme) ?? schemes.count) + 1
    }

    func isPlaceholder(_ name: Mark) -> Bool {
        placeholders.contains(name.first) || placeholders.contains(name.second)
    }

    /// The marks by which a record may be joined.
    func marks(of record: Record) -> [Mark] {
        record.hasMoreValues(than: settings.mostValues) ? [] : record.joiningMarks
    }

    func mayJoin(_ mark: Mark, holders: Int) -> Bool {
        schemes.contains(mark.scheme) && holders <= settings.mostRecords
            && (mark.scheme != .nameAndBirth || !isPlaceholder(mark))
    }
}
