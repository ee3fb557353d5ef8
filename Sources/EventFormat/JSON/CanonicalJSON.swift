public import SafeguardingModel

/// JSON in the one spelling that all spellings of the same content share: to compare contents, not to send.
///
/// Members are sorted by the bytes of their names, there is no white space, and a number that is whole is written whole.
public enum CanonicalJSON {
    public static func bytes(_ value: JSONValue) -> [UInt8] { canonical(value).bytes }

    private static func canonical(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object): .object(JSONObject(members: sorted(object.members)))
        case .array(let items): .array(items.map(canonical))
        case .number(let number): Int64(exactly: number).map(JSONValue.integer) ?? value
        default: value
        }
    }

    private static func sorted(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
        members
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { JSONObject.Member(name: $0.name, value: canonical($0.value)) }
    }
}
