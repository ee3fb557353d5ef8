public import SafeguardingModel

extension EventFault {
    private static let texts = ["summary", "reason", "rationale"]

    /// Returns a warning for each free text of an event that reads as if the child had chosen what was done to them.
    ///
    /// A warning names the place and never quotes the words: they are about a child.
    public static func wording(of event: JSONObject) -> [EventFault] {
        guard let data = event["data"]?.object else { return [] }
        var found = texts.filter { isBlaming(data[$0]) }.map { "$.data.\($0)" }
        if isBlaming(data["handling"]?["sanitised"]) { found.append("$.data.handling.sanitised") }
        return found.map { path in
            EventFault(
                code: .blamingWords,
                path: path,
                message: "The text has words that lay on the child what others do to them. It is taken as it stands."
            )
        }
    }

    private static func isBlaming(_ value: JSONValue?) -> Bool {
        guard let text = value?.string, !text.isEmpty else { return false }
        return !BlamingWords.found(in: text).isEmpty
    }
}
