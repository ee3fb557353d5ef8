public import SafeguardingModel

extension ScriptResult {
    /// The result for programs, as `refbus replay --json` prints it: one object for each script.
    public var json: JSONValue {
        var object: JSONObject = [
            "script": .string(script.file), "title": .string(script.title), "met": .bool(isMet),
            "expectations": .array(verdicts.map(\.json)),
            "alerts": .array(play.summaries.map { $0.json(script.calendar) }),
        ]
        if permutations > 0 {
            object["orders"] = .object([
                "count": .integer(Int64(permutations)), "seed": .integer(Int64(clamping: seed)),
                "faults": .array(orderFaults.map { $0.json(script.calendar) }),
            ])
        }
        if !targetFaults.isEmpty { object["stages"] = .array(targetFaults.map { .string($0) }) }
        if !script.warnings.isEmpty { object["warnings"] = .array(script.warnings.map { .string($0) }) }
        return .object(object)
    }
}

extension ExpectationVerdict {
    fileprivate var json: JSONValue {
        .object([
            "line": .integer(Int64(expectation.line)), "expected": .string(words), "met": .bool(isMet),
            "instead": .array(instead.map { .string($0) }),
        ])
    }
}

extension OrderFault {
    fileprivate func json(_ calendar: ScriptCalendar) -> JSONValue {
        .object([
            "seed": .integer(Int64(clamping: seed)), "differences": .array(words(calendar).map { .string($0) }),
        ])
    }
}

extension AlertSummary {
    fileprivate func json(_ calendar: ScriptCalendar) -> JSONValue {
        var object: JSONObject = [
            "rule": .string(rule), "about": .array(about.map { .string($0) }), "severity": .string(severity.rawValue),
            "highestSeverity": .string(highestSeverity.rawValue), "raised": .string(calendar.zone.rfc3339(raisedAt)),
            "entered": .string(calendar.zone.rfc3339(enteredAt)),
            "sectors": .array(sectors.map { .string($0.rawValue) }),
            "headline": .string(headline),
            "changes": .array(
                changes.map {
                    .object([
                        "at": .string(calendar.zone.rfc3339($0.at)), "severity": .string($0.severity.rawValue),
                        "sentence": .string($0.sentence),
                    ])
                }
            ),
        ]
        if let withdrawnAt { object["withdrawn"] = .string(calendar.zone.rfc3339(withdrawnAt)) }
        if isTrial { object["trial"] = true }
        if isExercise { object["exercise"] = true }
        return .object(object)
    }
}
