import HeapModule
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// The number of changes of an alert that are published at once.
    private static let publishedAtOnce = 20
    /// The least time in milliseconds between later publications, if nothing deepens.
    private static let untilPublishedAgain: Int64 = 10 * 60_000

    /// Publishes that other facts carry an alert: at once or, after very many revisions, some minutes later together
    /// with the changes until then.
    mutating func publishInTime(_ alert: AlertIndex) {
        let entry = book.entries[alert]
        guard entry.publishAt == nil, !entry.alert.isTrial else { return }
        let due = entry.publishedAt == .min ? .min : entry.publishedAt + Correlator.untilPublishedAgain
        let isOften = entry.alert.revisions.count + entry.alert.revisionsLeftOut > Correlator.publishedAtOnce
        guard isOften, due > now.milliseconds else { return publish(alert, Effect.revised) }
        book.entries[alert].publishAt = due
        wakes.insert(Wake(at: due, cause: .publication(alert)))
    }

    /// Emits an effect with the full explanation; the book itself keeps only the headline of an explanation that can be
    /// made again.
    mutating func publish(_ alert: AlertIndex, _ effect: (Alert) -> Effect) {
        guard !book.entries[alert].alert.isTrial else { return }
        book.entries[alert].publishedAt = now.milliseconds
        book.entries[alert].publishAt = nil
        let explained = explained(book.entries[alert])
        if !book.entries[alert].isKept {
            book.entries[alert].alert.explanation = Explanation(headline: explained.explanation.headline)
        }
        effects.append(effect(explained))
    }

    /// Emits an effect with the headline alone, for an alert whose finding has not changed.
    mutating func publishBriefly(_ alert: AlertIndex, _ effect: (Alert) -> Effect) {
        guard !book.entries[alert].alert.isTrial else { return }
        effects.append(effect(headlined(alert)))
    }

    /// Returns an alert with its headline, which is made once for as long as the facts in it are unchanged.
    private mutating func headlined(_ alert: AlertIndex) -> Alert {
        let entry = book.entries[alert]
        guard !entry.isKept, entry.alert.explanation.headline.isEmpty else { return entry.alert }
        let headline = Explainer.headline(entry.alert.finding, context(of: entry.subject, at: .distantFuture), rules)
        book.entries[alert].alert.explanation = Explanation(headline: headline)
        return book.entries[alert].alert
    }

    /// Returns an alert with its explanation by the facts as they are now known.
    func explained(_ entry: AlertBook.Entry, for clearance: Clearance? = nil) -> Alert {
        guard !entry.isKept else { return entry.alert }
        var alert = entry.alert
        let subject = subjects[entry.subject]
        alert.explanation = explanation(of: alert.finding, about: entry.subject)
        alert.explanation.unknown += possibleOthers(of: subject.id, for: clearance)
        alert.explanation.unknown += possibleAdults(in: alert.finding, in: subject.realm, for: clearance)
        alert.explanation.unknown += setAside(about: subject.id, for: clearance)
        return alert
    }

    private func explanation(of finding: Finding, about subject: SubjectIndex) -> Explanation {
        Explainer.explain(finding, context(of: subject, at: .distantFuture), rules)
    }

    /// Keeps an alert's explanation before the facts that it rests on go.
    mutating func keepExplanation(of alert: AlertIndex) {
        guard !book.entries[alert].isKept else { return }
        book.entries[alert].alert.explanation = explanation(
            of: book.entries[alert].alert.finding,
            about: book.entries[alert].subject
        )
        book.entries[alert].isKept = true
    }

    /// Makes a change by which facts of some subjects move or go. An alert that it withdraws keeps the explanation that it
    /// had before; the others are explained afterwards by the facts as they are then known, wherever they have been filed
    /// meanwhile.
    ///
    /// - Parameter position: the position of the fact, if only one goes; alerts that do not rest on it can be explained
    ///   afterwards.
    mutating func keepingExplanations(
        of group: [SubjectIndex],
        restingOn position: Position? = nil,
        during change: (inout Correlator) -> Void
    ) {
        var alerts = group.flatMap { subjects[$0].alerts }
        if let position { alerts.removeAll { !book.entries[$0].alert.finding.evidence.contains(position) } }
        for alert in alerts { keepExplanation(of: alert) }
        change(&self)
        for index in alerts {
            let alert = book.entries[index].alert
            guard !alert.isWithdrawn, !isSettled(alert.finding) else { continue }
            book.entries[index].isKept = false
            book.forgetHeadline(of: index)
        }
    }

    /// Explains effects again that were made before the entry's fact counted, when the entry told only who the child is:
    /// one entry reports one state of the facts.
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
        guard let entry = book.index(of: alert.id).map({ book.entries[$0] }), !entry.isKept,
            entry.alert.finding == alert.finding
        else { return nil }
        return explained(entry)
    }
}
