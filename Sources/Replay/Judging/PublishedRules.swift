/// The ids of the rules that the product publishes, whether or not a site has installed them all.
///
/// So a script may say `never` of a rule that its site has not installed.
public enum PublishedRules {
    /// The ids, in no order that means anything.
    public static let names = [
        "found-with-person-of-concern", "contact-with-person-of-concern", "contact-while-missing", "repeated-referrals",
        "agencies-converge", "missing-escalates", "overnight-out-of-area", "grade-conflict", "away-miscoded",
        "return-interview-overdue", "placement-without-notice", "move-after-missing", "sexual-health-by-age",
        "shared-between-children", "missing-together", "missing-absent-attended", "out-of-area-sighting",
        "request-unacknowledged", "no-strategy-discussion", "referral-unanswered", "regulation-40-mismatch",
        "silent-partner", "closure-conflict", "withdrawal-not-exculpation", "fast-de-escalation",
        "name-in-several-interviews", "family-warnings-repeat", "found-nowhere-to-go", "agency-silent",
        "victim-as-suspect",
        "late-reporting", "gifts-and-missing", "no-nrm-referral", "adult-side-signal", "hot-place", "school-pattern",
        "care-entry-worse", "national-alert-lifecycle", "ageing-out", "never-reported-missing",
    ]
}
