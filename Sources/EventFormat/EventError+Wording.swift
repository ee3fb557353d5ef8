public import SafeguardingModel

extension EventError {
    private static let texts = ["summary", "reason", "rationale"]

    /// Returns a warning for each free text of an event that reads as if the child had chosen what was done to them.
    ///
    /// A warning names the place and never quotes the words: they are about a child.
    public static func wording(of event: JSONObject) -> [EventError] {
        guard let data = event["data"]?.object else { return [] }
        var found = texts.filter { isBlaming(data[$0]) }.map { "$.data.\($0)" }
        if isBlaming(data["handling"]?["sanitised"]) { found.append("$.data.handling.sanitised") }
        return found.map { path in
            EventError(
                code: .blamingWords,
                path: path,
                message: "The text has words that lay on the child what others do to them. It is taken as it stands."
            )
        }
    }

    static let unknownRole = "Kept; judgement does not know this role, and takes it for an adult like any other."

    /// Returns a warning for each role of a person that judgement does not know.
    public static func roles(of event: JSONObject) -> [EventError] {
        ["people", "foundWith"].flatMap { member -> [EventError] in
            let people = event["data"]?[member]
            let all = people?.array ?? [people].compactMap(\.self)
            return all.enumerated().compactMap { place, person in
                guard let role = person["role"]?.string, !role.isEmpty, !Relation.isKnown(role: role) else {
                    return nil
                }
                return EventError(code: .unknownRole, path: "$.data.\(member)[\(place)].role", message: unknownRole)
            }
        }
    }

    private static func isBlaming(_ value: JSONValue?) -> Bool {
        guard let text = value?.string, !text.isEmpty else { return false }
        return !BlamingWords.found(in: text).isEmpty
    }
}
