/// The ids of the rules that the product publishes, whether or not a site has installed them all.
///
/// So a script may say `never` of a rule that its site has not installed.
public enum PublishedRules {
    /// The ids, in order.
    public static let names = [
        "adult-side-signal", "ageing-out", "agencies-converge", "agency-silent", "away-miscoded", "care-entry-worse",
        "closure-conflict", "contact-while-missing", "contact-with-person-of-concern", "family-warnings-repeat",
        "fast-de-escalation", "found-nowhere-to-go", "found-with-person-of-concern", "gifts-and-missing",
        "grade-conflict", "hot-place", "late-reporting", "missing-absent-attended", "missing-escalates",
        "missing-together", "move-after-missing", "name-in-several-interviews", "national-alert-lifecycle",
        "never-reported-missing", "no-nrm-referral", "no-strategy-discussion", "out-of-area-sighting",
        "overnight-out-of-area", "placement-without-notice", "referral-unanswered", "regulation-40-mismatch",
        "repeated-referrals", "request-unacknowledged", "return-interview-overdue", "school-pattern",
        "sexual-health-by-age", "shared-between-children", "silent-partner", "victim-as-suspect",
        "withdrawal-not-exculpation",
    ]
}
