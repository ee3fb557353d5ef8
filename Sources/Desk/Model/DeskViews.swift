import SafeguardingModel

/// The desks that are read without some children, by the records that the list of restricted children names.
struct DeskViews {
    private var views: [Set<RecordKey>: DeskModel] = [:]
    /// The one that was asked for last stands last.
    private var used: [Set<RecordKey>] = []

    subscript(listed: Set<RecordKey>) -> DeskModel? { views[listed] }

    /// The desk without these, begun if there is none; the one that was not asked for the longest goes where there are more.
    mutating func use(_ listed: Set<RecordKey>, most: Int, or begin: () -> DeskModel) -> DeskModel {
        used.removeAll { $0 == listed }
        used.append(listed)
        if used.count > most { views[used.removeFirst()] = nil }
        let view = views[listed] ?? begin()
        views[listed] = view
        return view
    }

    /// Forgets a desk that must be begun anew.
    mutating func drop(_ listed: Set<RecordKey>, _ view: DeskModel) {
        if views[listed] === view { views[listed] = nil }
    }

    var isEmpty: Bool { views.isEmpty }
    var all: [(listed: Set<RecordKey>, view: DeskModel)] { used.compactMap { key in views[key].map { (key, $0) } } }
}
