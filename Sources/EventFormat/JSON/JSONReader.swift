public import SafeguardingModel

/// A reader of any JSON, with the parser that reads events, so that both accept the same documents.
///
/// It refuses invalid UTF-8, duplicate member names in an object, lone surrogates, and whole numbers of more than 64
/// bits. A whole number beyond `Int64` becomes a `.number`.
public enum JSONReader {
    /// Reads a document under ``EventLimits/anyJSON``.
    ///
    /// - Throws: ``EventError`` for bytes that are not one JSON value, and beyond a limit.
    public static func read(_ bytes: some Collection<UInt8>) throws(EventError) -> JSONValue {
        try read(bytes, limits: .anyJSON)
    }

    /// Reads under limits other than ``EventLimits/anyJSON``.
    ///
    /// - Throws: ``EventError``, with the code of the limit that is exceeded.
    public static func read(_ bytes: some Collection<UInt8>, limits: EventLimits) throws(EventError) -> JSONValue {
        let result = bytes.withContiguousStorageIfAvailable { read(contiguous: $0, limits) }
        return try (result ?? Array(bytes).withUnsafeBufferPointer { read(contiguous: $0, limits) }).get()
    }

    private static func read(
        contiguous bytes: UnsafeBufferPointer<UInt8>,
        _ limits: EventLimits
    ) -> Result<JSONValue, EventError> {
        var parser = TapeParser(limits: limits)
        do throws(EventError) {
            return .success(try parser.parse(UnsafeRawBufferPointer(bytes)).value(Tape.top))
        } catch {
            return .failure(error)
        }
    }
}
