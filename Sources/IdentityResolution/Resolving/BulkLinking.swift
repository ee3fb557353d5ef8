public import SafeguardingModel

/// A way to link many records at once: the same children as learning the records one after another, in less time.
///
/// ```swift
/// var bulk = BulkLinking(settings: settings)
/// for (key, person) in records { bulk.add(key, person) }
/// let pairs = bulk.pairs(in: 0..<bulk.count)  // or in parts, on as many threads as there are
/// let resolver = bulk.resolver(with: [pairs])
/// ```
public struct BulkLinking: Sendable {
    /// The pairs that may be one child, found in one part of the records.
    public struct Pairs: Sendable {
        fileprivate var found: [(place: Int32, edge: Edge)] = []

        /// The number of pairs, those for a person to decide included.
        public var count: Int { found.count }
    }

    private var resolver: Resolver

    public init(settings: IdentitySettings = IdentitySettings()) {
        resolver = Resolver(settings: settings)
    }

    /// The number of records; one that is added several times counts once.
    public var count: Int { resolver.store.records.count }

    /// Adds what one record says; a record may be added several times.
    public mutating func add(_ key: RecordKey, _ person: PersonRecord) { resolver.note(key, person) }

    /// Compares the records of one part with all records added before each.
    public func pairs(in places: Range<Int>) -> Pairs {
        let store = resolver.store
        var pairs = Pairs()
        for place in places.map(Int32.init) {
            let earlier = store.candidates(of: place).lazy.filter { $0 < place }
            pairs.found += store.edges(from: place, to: earlier).map { (place, $0) }
        }
        return pairs
    }

    /// Returns the children, once every part has been compared.
    public consuming func resolver(with parts: [Pairs]) -> Resolver {
        for part in parts {
            for (place, edge) in part.found { resolver.edges.add(place, edge) }
        }
        resolver.resolveAll()
        return resolver
    }
}
