import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Sends notices that follow from an event of an agency.
    mutating func sendNotices(about event: Event, from agency: AgencyName, record: RecordIndex?) {
        switch event.kind {
        case .referralMade:
            let number = event.fields.value(.referral) ?? ""
            send(to: agency, .receipt, about: [event.id], "The referral \(number) has arrived.", event.exercise)
            if let record { sendDecisions(on: number, record) }
        case .referralDecided:
            if let record { sendDecisions(on: event.fields.value(.referral) ?? "", record) }
        case .requestMade: sendRequest(event, from: agency)
        default: break
        }
    }

    /// Tells those who made a referral how it was decided, whether the referral or the decision came first.
    private mutating func sendDecisions(on number: String, _ record: RecordIndex) {
        guard !number.isEmpty else { return }
        let subject = subjects[childOfRecord[record]]
        let about = subject.chronology.facts.filter {
            ($0.kind == .referralMade || $0.kind == .referralDecided) && $0.value(.referral) == number
        }
        guard let decided = about.last(where: { $0.kind == .referralDecided }) else { return }
        let band = decided.value(.band) ?? ""
        let outcome = decided.value(.outcome).map { ", outcome: \($0)" } ?? ""
        let text = "The referral \(number) has been decided: \(band)\(outcome)."
        for made in about
        where made.kind == .referralMade && (made.position == position || decided.position == position) {
            let agency = directory.agencies[Int(made.agency)].name
            send(to: agency, .decision, about: [made.id], text, subject.realm.isExercise)
        }
    }

    private mutating func sendRequest(_ event: Event, from agency: AgencyName) {
        let to = AgencyName(rawValue: event.fields.value(.to) ?? "")
        guard agencies.contains(where: { $0.name == to }) else { return }
        let number = event.fields.value(.request) ?? ""
        send(
            to: to,
            .request,
            about: [],
            "\(directory.title(of: agency)) asks for something: request \(number).",
            event.exercise
        )
    }

    /// Tells every agency whose facts carried an alert the outcome, and no agency anything of another's.
    mutating func sendOutcome(of id: String, _ outcome: String) {
        guard let entry = book.index(of: id).map({ book.entries[$0] }) else { return }
        let all = ownFacts(of: entry)
        let facts = all.filter { entry.alert.finding.evidence.contains($0.position) }
        for agency in Set(facts.map(\.agency)).sorted(by: {
            directory.agencies[Int($0)].name < directory.agencies[Int($1)].name
        }) {
            let ids = facts.filter { $0.agency == agency }.map(\.id)
            let text = "The CSE team has closed what you contributed to: \(outcome)."
            send(to: directory.agencies[Int(agency)].name, .outcome, about: ids, text, entry.alert.isExercise)
        }
    }

    mutating func send(
        to agency: AgencyName,
        _ kind: Notice.Kind,
        about: [String],
        _ text: String,
        _ isExercise: Bool,
        question: String? = nil,
        answerBy: Instant? = nil
    ) {
        let notice = Notice(
            id: "N-\(position)-\(effects.count)",
            to: agency,
            kind: kind,
            at: now,
            about: about,
            text: isExercise ? "Exercise: \(text)" : text,
            question: question,
            answerBy: answerBy
        )
        effects.append(.notice(notice))
    }
}
