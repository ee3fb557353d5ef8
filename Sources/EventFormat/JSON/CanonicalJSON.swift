public import SafeguardingModel

/// JSON in one canonical spelling, for comparing contents and not for sending.
///
/// Members are sorted by the bytes of their names, there is no white space, and a whole number is written without a
/// fraction.
public enum CanonicalJSON {
    /// Returns the value's canonical spelling; two values with equal bytes say the same.
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
