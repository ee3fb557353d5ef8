import HeapModule
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// The number of changes of an alert that are published at once.
    private static let toldAtOnce = 20
    /// The least time in milliseconds between later publications, if nothing deepens.
    private static let untilToldAgain: Int64 = 10 * 60_000

    /// Publishes that other facts carry an alert: at once or, after very many revisions, some minutes later together
    /// with the changes until then.
    mutating func tellInTime(_ place: Int32) {
        let entry = book.entries[Int(place)]
        guard entry.tellAt == nil, !entry.alert.isTrial else { return }
        let due = entry.toldAt == .min ? .min : entry.toldAt + Correlator.untilToldAgain
        let isOften = entry.alert.revisions.count + entry.alert.revisionsLeftOut > Correlator.toldAtOnce
        guard isOften, due > now.milliseconds else { return publish(place, Effect.revised) }
        book.entries[Int(place)].tellAt = due
        wakes.insert(Wake(at: due, cause: .telling(place)))
    }

    /// Emits an effect with the full explanation; the book itself keeps only the headline of an explanation that can be
    /// made again.
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

    /// Emits an effect with the headline alone, for an alert whose finding has not changed.
    mutating func publishBriefly(_ place: Int32, _ effect: (Alert) -> Effect) {
        guard !book.entries[Int(place)].alert.isTrial else { return }
        effects.append(effect(headlined(place)))
    }

    /// Returns an alert with its headline, which is made once for as long as the facts in it are unchanged.
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

    /// Returns an alert with its explanation by the facts as they are now known.
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

    /// Keeps an alert's explanation before the facts that it rests on go.
    mutating func keepExplanation(_ place: Int32) {
        guard !book.entries[Int(place)].isKept else { return }
        let entry = book.entries[Int(place)]
        book.entries[Int(place)].alert.explanation = explanation(of: entry.alert.finding, entry.file)
        book.entries[Int(place)].isKept = true
    }

    /// Keeps explanations before facts of children move or go, so that an alert withdrawn for that reason still has its
    /// explanation. Returns the alerts concerned, for ``releaseExplanations(_:)``.
    ///
    /// - Parameter position: the position of the fact, if only one goes; alerts that do not rest on it can be explained
    /// afterwards.
    mutating func keepExplanations(of group: [Int32], restingOn position: Int64? = nil) -> [Int32] {
        var places = group.flatMap { files[Int($0)].alerts }
        if let position { places.removeAll { !book.entries[Int($0)].alert.finding.evidence.contains(position) } }
        for place in places { keepExplanation(place) }
        return places
    }

    /// Lets alerts that are neither withdrawn nor settled be explained by the facts as they are now known, wherever
    /// they have been filed meanwhile.
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

    /// Explains effects again that were made before the entry's fact counted, when the entry told only who the child is:
    /// one entry tells of one state of the facts.
    mutating func explainAgain(_ indices: Range<Int>) {
        for index in indices {
            switch effects[index] {
            case .raised(let alert): if let again = explainedAgain(alert) { effects[index] = .raised(again) }
            case .revised(let alert): if let again = explainedAgain(alert) { effects[index] = .revised(again) }
            case .withdrawn, .escalated, .handled, .notice: break
            }
        }
    }

    /// Returns an alert as it is explained now; nil where it says something else by now, which has an effect of its own.
    private func explainedAgain(_ alert: Alert) -> Alert? {
        guard let entry = book.place(of: alert.id).map({ book.entries[$0] }), !entry.isKept,
            entry.alert.finding == alert.finding
        else { return nil }
        return explained(entry)
    }
}
