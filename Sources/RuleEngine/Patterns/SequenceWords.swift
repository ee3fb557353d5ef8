import SafeguardingModel

/// The words of a headline for two things that follow each other.
enum SequenceWords {
    /// Returns the beginning of a headline about the second: `Went missing`.
    static func then(_ line: ChronologyFact) -> String {
        guard !line.flags.contains(.restricted) else { return "New information" }
        switch line.kind {
        case .missingReported: return "Went missing"
        case .placementStarted: return "Moved placement"
        case .referralDecided: return line.value(.band).map { "Risk lowered to \"\($0)\"" } ?? "Risk lowered"
        case .panelRemoved: return "Taken off the panel"
        case .panelListed: return "Listed for the panel"
        case .statusEnded: return "\(Wording.capitalised(FieldWords.status(line.value(.status) ?? ""))) ended"
        default: return "New \(line.kind.noun.one)"
        }
    }

    /// Returns the end of a headline about the first: `the referral was closed with no further action`.
    static func first(_ line: ChronologyFact) -> String {
        guard !line.flags.contains(.restricted) else { return "restricted information" }
        switch line.kind {
        case .missingReported: return "going missing"
        case .referralDecided:
            let outcome = line.value(.outcome).map { " with \(FieldWords.outcome($0))" } ?? ""
            return "the referral was closed\(outcome)"
        case .statusEnded: return "the \(FieldWords.status(line.value(.status) ?? "")) ended"
        case .panelRemoved: return "{child} was taken off the panel"
        case .disclosureWithdrawn: return "{child} withdrew a disclosure"
        case .concernObserved, .disclosureMade, .intelligenceRecorded, .returnInterviewCompleted:
            return line.links.contains { $0.keys.contains { $0.scheme == .handle } }
                ? "worrying online contact" : "a concern"
        default: return RuleWords.withArticle(line.kind.noun.one)
        }
    }
}
