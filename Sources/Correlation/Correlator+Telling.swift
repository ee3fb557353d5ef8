import HeapModule
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// So often an alert's changes are told at once.
    private static let toldAtOnce = 20
    /// Afterwards, where it deepens in nothing, so seldom: with whatever it says by then.
    private static let untilToldAgain: Int64 = 10 * 60_000

    /// Tells that other facts carry an alert: at once, or, where that has been told very often, after some minutes and
    /// together with what changes meanwhile.
    mutating func tellInTime(_ place: Int32) {
        let entry = book.entries[Int(place)]
        guard entry.tellAt == nil, !entry.alert.isTrial else { return }
        let due = entry.toldAt == .min ? .min : entry.toldAt + Correlator.untilToldAgain
        let isOften = entry.alert.revisions.count + entry.alert.revisionsLeftOut > Correlator.toldAtOnce
        guard isOften, due > now.milliseconds else { return publish(place, Effect.revised) }
        book.entries[Int(place)].tellAt = due
        wakes.insert(Wake(at: due, cause: .telling(place)))
    }

    /// What goes out says why; of what can be made again the book itself holds the headline alone.
    mutating func publish(_ place: Int32, _ effect: ((Alert) -> Effect)?) {
        guard let effect, !book.entries[Int(place)].alert.isTrial else { return }
        book.entries[Int(place)].toldAt = now.milliseconds
        book.entries[Int(place)].tellAt = nil
        let alert = explained(book.entries[Int(place)])
        if !book.entries[Int(place)].isKept {
            book.entries[Int(place)].alert.explanation = Explanation(headline: alert.explanation.headline)
        }
        effects.append(effect(alert))
    }

    /// What goes out about an alert that says the same as before carries its headline alone.
    mutating func publishBriefly(_ place: Int32, _ effect: (Alert) -> Effect) {
        guard !book.entries[Int(place)].alert.isTrial else { return }
        effects.append(effect(headlined(place)))
    }

    /// The headline is made once for as long as the facts that it tells of stand as they are.
    private mutating func headlined(_ place: Int32) -> Alert {
        let entry = book.entries[Int(place)]
        guard !entry.isKept, entry.alert.explanation.headline.isEmpty else { return entry.alert }
        let look = look(entry.file, at: .distantFuture)
        book.entries[Int(place)].alert.explanation = Explanation(
            headline: Explainer.headline(entry.alert.finding, look, rules)
        )
        return book.entries[Int(place)].alert
    }

    mutating func forgetHeadline(_ place: Int32) {
        guard !book.entries[Int(place)].isKept else { return }
        book.entries[Int(place)].alert.explanation = Explanation(headline: "")
    }

    /// An alert with its explanation by the facts as they are now known.
    func explained(_ entry: AlertBook.Entry, for clearance: Clearance? = nil) -> Alert {
        guard !entry.isKept else { return entry.alert }
        var alert = entry.alert
        alert.explanation = explanation(of: alert.finding, entry.file)
        let file = files[Int(entry.file)]
        alert.explanation.unknown += possibleOthers(of: file.id, for: clearance)
        alert.explanation.unknown += possibleAdults(in: alert.finding, file.isExercise, for: clearance)
        alert.explanation.unknown += setAside(about: file.id, for: clearance)
        return alert
    }

    /// Writes down what an alert says before the facts that it rests on go.
    mutating func keepExplanation(_ place: Int32) {
        guard !book.entries[Int(place)].isKept else { return }
        let entry = book.entries[Int(place)]
        book.entries[Int(place)].alert.explanation = explanation(of: entry.alert.finding, entry.file)
        book.entries[Int(place)].isKept = true
    }

    /// Before facts of children go elsewhere or away: what is withdrawn for it can still say what it had said. Returns the
    /// alerts that were kept so, for ``releaseExplanations(_:)``.
    ///
    /// - Parameter position: where one fact alone goes, its own; what does not rest on it can be explained afterwards as well.
    mutating func keepExplanations(of group: [Int32], restingOn position: Int64? = nil) -> [Int32] {
        var places = group.flatMap { files[Int($0)].alerts }
        if let position { places.removeAll { !book.entries[Int($0)].alert.finding.evidence.contains(position) } }
        for place in places { keepExplanation(place) }
        return places
    }

    /// What still stands is explained by what is now known, wherever it has been filed meanwhile.
    mutating func releaseExplanations(_ places: [Int32]) {
        for place in places {
            let alert = book.entries[Int(place)].alert
            guard !alert.isWithdrawn, !isSettled(alert.finding) else { continue }
            book.entries[Int(place)].isKept = false
            forgetHeadline(place)
        }
    }

    func explanation(of finding: Finding, _ file: Int32) -> Explanation {
        Explainer.explain(finding, look(file, at: .distantFuture), rules)
    }
}
