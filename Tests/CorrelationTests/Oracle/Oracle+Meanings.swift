extension Oracle {
    typealias Meaning = @Sendable (PlainLook, PlainNode) -> [PlainMoment]

    /// The word of every pattern, its parameters, and its meaning.
    static let meanings: [String: (parameters: [String], meaning: Meaning)] = [
        "count": (
            [
                "of", "each", "apart", "distinct", "where", "afterReturn", "per", "reaches", "within", "longerAfter",
                "ifKnown",
                "orWithMissingBetween", "while", "quiet",
            ],
            { $0.count($1) }
        ),
        "together": (["all", "within", "quiet"], { $0.together($1) }),
        "sequence": (["first", "then", "within", "quiet", "byAnotherSector", "while"], { $0.sequence($1) }),
        "contact": (
            ["how", "whileMissing", "orders", "exceptOrders", "lookBack", "quiet", "sharedByMoreThan", "through"],
            { $0.contact($1) }
        ),
        "foundAgain": (["times", "within", "with", "sharedByMoreThan"], { $0.foundAgain($1) }),
        "listedAtHome": (["registers", "quiet"], { $0.listedAtHome($1) }),
        "missingTrend": (["count", "faster", "longer", "firstNight", "ifKnown", "quiet"], { $0.missingTrend($1) }),
        "stillMissing": (["outOfArea", "knownOrYoungerThan", "steps"], { $0.stillMissing($1) }),
        "overdue": (
            ["since", "while", "matching", "unless", "orBefore", "until", "steps", "together", "reaches"],
            { $0.overdue($1) }
        ),
        "silence": (["of", "regular", "in", "after", "afterFor", "while", "quiet"], { $0.silence($1) }),
        "attendance": (["codes", "absences", "inSessions", "fall", "quiet"], { $0.attendance($1) }),
        "worseAfter": (["since", "of", "within", "times", "atLeast"], { $0.worseAfter($1) }),
        "turns": (["years", "months", "because", "while"], { $0.turns($1) }),
        "shared": (
            [
                "what", "of", "exceptKinds", "children", "facts", "sectors", "within", "steps", "alsoToldBy",
                "unlessToldBy", "phonesByAgencies", "sharedByMoreThan", "quiet",
            ],
            { $0.shared($1) }
        ),
        "missingTogether": (["startWithin", "times", "in", "ifKnown", "quiet"], { $0.missingTogether($1) }),
    ]
}
