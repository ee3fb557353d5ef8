import SafeguardingModel

/// The views of a desk, each without some children, by the records that the list of restricted children names.
struct DeskViews {
    private var views: [Set<RecordKey>: DeskModel] = [:]
    /// The keys in order of use, the last used at the end.
    private var used: [Set<RecordKey>] = []

    subscript(listed: Set<RecordKey>) -> DeskModel? { views[listed] }

    /// Returns the view without these records, made where there is none; beyond `most`, the one used longest ago is
    /// dropped.
    mutating func use(_ listed: Set<RecordKey>, most: Int, or begin: () -> DeskModel) -> DeskModel {
        used.removeAll { $0 == listed }
        used.append(listed)
        if used.count > most { views[used.removeFirst()] = nil }
        let view = views[listed] ?? begin()
        views[listed] = view
        return view
    }

    /// Drops a view that must be made again.
    mutating func drop(_ listed: Set<RecordKey>, _ view: DeskModel) {
        if views[listed] === view { views[listed] = nil }
    }

    var isEmpty: Bool { views.isEmpty }
    var all: [(listed: Set<RecordKey>, view: DeskModel)] { used.compactMap { key in views[key].map { (key, $0) } } }
}
