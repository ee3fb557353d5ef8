public import SafeguardingModel

/// Any JSON into a value, by the parser that reads events: what one accepts the other does.
///
/// Refuses invalid UTF-8, names that stand twice in an object, and lone surrogates. A whole number beyond `Int64` becomes
/// a `.number`.
public enum JSONReader {
    public static func read(_ bytes: some Collection<UInt8>) throws(EventFault) -> JSONValue {
        try read(bytes, limits: .anyJSON)
    }

    /// Reads under other limits than ``EventLimits/anyJSON``.
    public static func read(_ bytes: some Collection<UInt8>, limits: EventLimits) throws(EventFault) -> JSONValue {
        let result = bytes.withContiguousStorageIfAvailable { read(contiguous: $0, limits) }
        return try (result ?? Array(bytes).withUnsafeBufferPointer { read(contiguous: $0, limits) }).get()
    }

    private static func read(
        contiguous bytes: UnsafeBufferPointer<UInt8>,
        _ limits: EventLimits
    ) -> Result<JSONValue, EventFault> {
        var parser = TapeParser(limits: limits)
        do throws(EventFault) {
            return .success(try parser.parse(UnsafeRawBufferPointer(bytes)).value(Tape.top))
        } catch {
            return .failure(error)
        }
    }
}
