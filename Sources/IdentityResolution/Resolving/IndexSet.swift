/// A set of places in order of insertion.
///
/// A child has a handful of records, an adult a handful of keys: a linear search is faster than a hash table until they
/// are many.
struct IndexSet {
    private(set) var places: [Int32] = []
    private var set: Set<Int32> = []
    private static let few = 16

    init(_ places: [Int32]) {
        for place in places { insert(place) }
    }

    mutating func insert(_ place: Int32) {
        guard places.count < IndexSet.few ? !places.contains(place) : isNew(place) else { return }
        places.append(place)
    }

    mutating func insert(_ places: [Int32]) {
        for place in places { insert(place) }
    }

    var isEmpty: Bool { places.isEmpty }

    func contains(_ place: Int32) -> Bool { set.isEmpty ? places.contains(place) : set.contains(place) }

    private mutating func isNew(_ place: Int32) -> Bool {
        if set.isEmpty { set = Set(places) }
        return set.insert(place).inserted
    }
}
