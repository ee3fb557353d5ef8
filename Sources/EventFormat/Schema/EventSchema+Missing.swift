import SafeguardingModel

extension EventSchema {
    private static let episode = FieldSchema.needs(.episode, .reference, "your reference for the missing episode")
    private static let grades = FieldSchema.Form.words(["none", "low", "medium", "high"])
    private static let reviewDue = FieldSchema.may(.reviewDue, .moment, "when the grade is to be reviewed")

    static let missing: [KindSchema] = [
        KindSchema(
            .missingReported,
            "A child is reported missing, or away from where they should be.",
            [
                episode,
                .may(.missingFrom, .words(["care", "home", "school", "hospital"]), "where the child is missing from"),
                .needs(.category, .words(["missing", "away"]), "how the police or the home class it"),
                .may(.lastSeen, .moment, "when the child was last seen"),
                .may(.grade, grades, "the risk as graded at the report"),
                reviewDue,
            ]
        ),
        KindSchema(
            .missingGraded,
            "The risk of a missing episode is graded, or graded anew.",
            [
                episode,
                .needs(.grade, grades, "the risk as graded now"),
                .may(.officerRank, .reference, "the rank of the officer who graded"),
                .may(.reason, .text, "why it was graded so"),
                reviewDue,
            ]
        ),
        KindSchema(
            .missingFound,
            "A missing child is found or returns.",
            [
                episode,
                FieldSchema("foundPlace", .place(.foundPlace), repeats: true, "where the child was found"),
                FieldSchema("foundWith", .person(.foundWith), repeats: true, "with whom the child was found"),
                .mayRepeat(.harm, .reference, "harm that came to the child"),
                .may(.returnedTo, .reference, "where the child was taken"),
            ]
        ),
        nationalAlert(.nationalAlertRaised, "A national alert for a missing child goes out."),
        nationalAlert(.nationalAlertCancelled, "A national alert is cancelled."),
        interview(.returnInterviewOffered, "A return home interview is offered."),
        interview(.returnInterviewRefused, "The child refuses a return home interview."),
        interview(.returnInterviewCompleted, "A return home interview is done."),
    ]

    private static func nationalAlert(_ kind: EventKind, _ meaning: String) -> KindSchema {
        KindSchema(kind, meaning, [episode, .mayRepeat(.recipients, .reference, "who is told")])
    }

    private static func interview(_ kind: EventKind, _ meaning: String) -> KindSchema {
        KindSchema(
            kind,
            meaning,
            [
                .needsSome(.episodes, .reference, "your references for the episodes that it is about"),
                .may(.provider, .reference, "who interviews"),
                .mayRepeat(.push, .reference, "what drove the child away"),
                .mayRepeat(.pull, .reference, "what drew the child"),
            ]
        )
    }
}
