import SafeguardingModel

extension EventSchema {
    private static let listing: [FieldSchema] = [
        FieldSchema(
            "people",
            .person(.listed),
            required: true,
            repeats: true,
            most: 1,
            "the one person whom the register lists"
        ),
        .needs(.register, .usualWords(["rso", "shpo", "sro", "cawn"]), "the register or order"),
        .may(.expires, .moment, "when it ends"),
    ]

    private static let request: [FieldSchema] = [
        .needs(.request, .reference, "your reference for the request"),
        .needs(.to, .reference, "the agency that is asked"),
        .may(.owner, .reference, "the role that answers for it"),
    ]

    static let people: [KindSchema] = [
        KindSchema(
            .intelligenceRecorded,
            "Intelligence is recorded about people, places, vehicles, phones or online names.",
            [FieldSchema("handling", .handling, required: true, "who may read it: at least one audience")]
        ),
        KindSchema(.personListed, "A register or an order lists a person.", listing),
        KindSchema(.personUnlisted, "A register or an order lists a person no longer.", listing),
        KindSchema(
            .arrestMade,
            "Somebody is arrested, or a child is dealt with as a witness.",
            [.may(.as, .words(["suspect", "witness"]), "as what")]
        ),
        KindSchema(.nrmReferred, "A child is referred to the National Referral Mechanism."),
        KindSchema(.requestMade, "One agency asks another to do something.", request),
        KindSchema(.requestAcknowledged, "The agency that was asked says that it has the request.", request),
    ]
}
