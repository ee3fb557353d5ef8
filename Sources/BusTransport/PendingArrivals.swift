import BusProtocol

/// Events that have been taken in and wait to be stored, in order of arrival.
struct PendingArrivals {
    private var arrivals: [Arrival] = []
    /// The number of bytes that wait.
    private(set) var bytes = 0

    var count: Int { arrivals.count }
    var isEmpty: Bool { arrivals.isEmpty }

    mutating func append(_ arrival: Arrival) {
        arrivals.append(arrival)
        bytes += arrival.body.count
    }

    /// Puts arrivals that had been taken back in front.
    mutating func prepend(_ taken: [Arrival]) {
        arrivals.insert(contentsOf: taken, at: 0)
        bytes += taken.reduce(0) { $0 + $1.body.count }
    }

    mutating func discard(_ outbox: OutboxID) {
        arrivals.removeAll { $0.outbox == outbox }
        bytes = arrivals.reduce(0) { $0 + $1.body.count }
    }

    /// Removes and returns the first arrivals: at least one, within the limits.
    mutating func take(events: Int, bytes limit: Int) -> [Arrival] {
        var taken = 0
        var size = 0
        while taken < min(events, arrivals.count) {
            size += arrivals[taken].body.count
            if taken > 0 && size > limit { break }
            taken += 1
        }
        let batch = Array(arrivals.prefix(taken))
        arrivals.removeFirst(taken)
        bytes -= batch.reduce(0) { $0 + $1.body.count }
        return batch
    }
}
