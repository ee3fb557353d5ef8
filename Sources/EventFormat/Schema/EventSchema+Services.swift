import SafeguardingModel

extension EventSchema {
    /// The DfE's codes of August 2024, and earlier retired codes that older registers still contain.
    private static let attendanceCodes = [
        "/", "\\", "L", "K", "V", "P", "W", "B", "D", "C", "C1", "C2", "M", "T", "R", "I", "J1", "S", "E", "Q", "Y1",
        "Y2",
        "Y3", "Y4", "Y5", "Y6", "Y7", "X", "G", "N", "O", "U", "Z", "#", "F", "H", "J", "Y",
    ]

    private static let leaving: [FieldSchema] = [
        .may(.kind, .reference, "the kind of exclusion or leaving"),
        .may(.destination, .reference, "where the child goes to school next"),
    ]

    static let services: [KindSchema] = [
        KindSchema(
            .attendanceMarked,
            "A school marks a session in its register.",
            [
                .needs(.code, .words(attendanceCodes), "the DfE's attendance code"),
                .needs(.session, .words(["am", "pm"]), "the session"),
            ]
        ),
        KindSchema(.educationExcluded, "A school excludes a child.", leaving),
        KindSchema(.educationOffRoll, "A child is taken off a school's roll.", leaving),
        KindSchema(
            .healthAttended,
            "A child attends a health service; no clinical content.",
            [
                .needs(
                    .setting,
                    .words(["emergency", "sexual-health", "maternity", "camhs", "walk-in", "gp"]),
                    "the setting"
                ),
                .may(.partnerAge, .age, "the partner's age in whole years, where the child gave it"),
            ]
        ),
        KindSchema(
            .healthFlagged,
            "A health system carries a flag on a child.",
            [
                .needs(.code, .reference, "the flag's code"),
                .may(.system, .reference, "the code system"),
            ]
        ),
    ]
}
