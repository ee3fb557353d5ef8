/// A queue that keeps one question under way for each asker, and of those that follow meanwhile only the last.
///
/// An asker that asks again needs no earlier answer. So a client that greets without end costs one query at a time.
struct LatestRequestQueue<Asker: Hashable, Question> {
    private var underWay: [Asker: Question?] = [:]

    /// The number of askers with a question under way.
    var count: Int { underWay.count }

    /// Returns whether the question may be asked now; otherwise it waits and replaces the one that waited.
    mutating func mayAsk(_ question: Question, by asker: Asker) -> Bool {
        let isFree = underWay[asker] == nil
        underWay.updateValue(isFree ? nil : question, forKey: asker)
        return isFree
    }

    /// Notes that the question is answered; returns the waiting one, to be asked now.
    mutating func answered(_ asker: Asker) -> Question? {
        underWay.removeValue(forKey: asker) ?? nil
    }
}
