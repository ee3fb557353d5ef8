import SafeguardingModel

extension EventSchema {
    private static let status: [FieldSchema] = [
        .needs(
            .status,
            .usualWords(["looked-after", "child-protection-plan", "child-in-need", "cse-flag"]),
            "the status"
        ),
        .may(.category, .reference, "the category of a plan"),
        .may(.order, .reference, "the legal order"),
    ]

    private static let placement: [FieldSchema] = [
        .needs(.placement, .reference, "your reference for the placement"),
        .may(.kind, .reference, "the kind of placement, by the site's own codes"),
        .may(.provider, .reference, "who runs it"),
        .needs(.responsibleAuthority, .reference, "the authority responsible for the child, by its ONS code"),
        .may(.hostAuthority, .reference, "the authority in whose area it lies, by its ONS code"),
        .may(.postcode, .postcode, "the postcode of the placement"),
        .may(.urn, .reference, "the provider's Ofsted number"),
    ]

    static let placements: [KindSchema] = [
        KindSchema(.statusStarted, "A legal status or a flag of a child begins.", status),
        KindSchema(.statusEnded, "A legal status or a flag of a child ends.", status),
        KindSchema(.placementStarted, "A child moves into a placement.", placement),
        KindSchema(.placementEnded, "A child leaves a placement.", placement),
        KindSchema(.placementNotified, "The host authority is told of a placement in its area.", placement),
        KindSchema(
            .homeNotified,
            "A children's home notifies under the 2015 Regulations.",
            [
                .needs(
                    .regulation,
                    .words(["40a", "40b", "40c", "40d", "40e", "41"]),
                    "the regulation, with the letter of its paragraph"
                )
            ]
        ),
    ]
}
