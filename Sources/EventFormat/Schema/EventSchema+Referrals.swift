import SafeguardingModel

extension EventSchema {
    private static let referral = FieldSchema.needs(.referral, .reference, "your reference for the referral")

    static let referrals: [KindSchema] = [
        KindSchema(
            .referralMade,
            "Somebody refers a child as being exploited or at risk of it.",
            [
                referral,
                .may(.form, .usualWords(["ce1", "marf", "cse1"]), "the form that was used"),
                .may(.referrer, .words(["professional", "parent", "carer", "child"]), "who refers"),
            ]
        ),
        KindSchema(
            .referralDecided,
            "A referral is assessed.",
            [
                referral,
                .needs(.band, .words(["none", "low", "medium", "high"]), "the band that it was given"),
                .may(.outcome, .usualWords(["nfa", "assessment", "strategy"]), "what follows"),
                .may(.rationale, .text, "why"),
            ]
        ),
        KindSchema(.referralAnswered, "The referrer is told what came of the referral.", [referral]),
        KindSchema(
            .concernObserved,
            "Somebody notices a sign of exploitation.",
            [
                .needsSome(.indicators, .reference, "the signs, by the site's own codes"),
                .may(
                    .observedBy,
                    .words(["professional", "parent", "carer", "child", "public"]),
                    "who noticed"
                ),
            ]
        ),
        KindSchema(.disclosureMade, "A child tells somebody of abuse.", disclosure),
        KindSchema(.disclosureWithdrawn, "A child takes back what they told.", disclosure),
    ]

    private static let disclosure: [FieldSchema] = [
        .may(.to, .reference, "whom the child told, by role"),
        .may(.of, .reference, "what the child told of, or the id of the disclosure that is taken back"),
    ]

    private static let attendance: [FieldSchema] = [
        .mayRepeat(.invited, .reference, "the agencies invited"),
        .mayRepeat(.attended, .reference, "the agencies that came"),
    ]

    private static let panel = [FieldSchema.needs(.panel, .reference, "the panel")]

    static let meetings: [KindSchema] = [
        KindSchema(.strategyRequested, "A strategy discussion is asked for.", attendance),
        KindSchema(.strategyHeld, "A strategy discussion is held.", attendance),
        KindSchema(.panelListed, "A child is put on the list of a panel.", panel),
        KindSchema(.panelRemoved, "A child is taken off the list of a panel.", panel),
    ]
}
