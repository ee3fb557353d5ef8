/// Keeps one question for each asker under way, and of those that follow meanwhile only the last.
///
/// Whoever asks again has no use for the earlier answer. So a client that greets without end costs one query at a time.
struct LatestRequestQueue<Asker: Hashable, Question> {
    private var underWay: [Asker: Question?] = [:]

    /// How many askers have a question under way.
    var count: Int { underWay.count }

    /// Whether the question may be asked now; else it waits, in the place of the one that waited.
    mutating func mayAsk(_ question: Question, by asker: Asker) -> Bool {
        let isFree = underWay[asker] == nil
        underWay.updateValue(isFree ? nil : question, forKey: asker)
        return isFree
    }

    /// The question is answered; gives the one that waited, which is now to be asked.
    mutating func answered(_ asker: Asker) -> Question? {
        underWay.removeValue(forKey: asker) ?? nil
    }
}
