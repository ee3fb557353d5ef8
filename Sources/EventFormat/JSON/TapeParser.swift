import CSimdJSON

/// The owner of one simdjson parser and its buffers, which it frees.
///
/// Nothing else calls the C functions.
struct TapeParser: ~Copyable {
    private let parser: OpaquePointer
    private let limits: EventLimits
    private var scratch: [Inspection.Mark] = []

    init(limits: EventLimits) {
        // Without memory for a few kilobytes the process cannot go on; events without an acknowledgement are sent again
        // later.
        guard let parser = csimdjson_create(limits.depth + 1) else { fatalError("No memory for a JSON parser") }
        self.parser = parser
        self.limits = limits
    }

    deinit {
        csimdjson_destroy(parser)
    }

    /// Returns the checked tape of a document.
    ///
    /// The tape is valid until the next call.
    mutating func parse(_ bytes: UnsafeRawBufferPointer) throws(EventError) -> Tape {
        guard bytes.count <= limits.bytes else { throw .atTop(.tooLarge, "Expected at most \(limits.bytes) bytes.") }
        var document = CSimdJSONDocument()
        let result = csimdjson_parse(parser, bytes.baseAddress, bytes.count, &document)
        guard result == CSimdJSONParsed else { throw refusal(result) }
        guard let words = document.tape, let strings = document.strings else { throw refusal(CSimdJSONOutOfMemory) }
        let tape = Tape(words: words, strings: strings)
        try inspect(tape)
        return tape
    }

    private mutating func inspect(_ tape: Tape) throws(EventError) {
        var inspection = Inspection(tape: tape, limits: limits, scratch: scratch)
        do { try inspection.inspect(Tape.top) } catch { throw refusal(error, tape) }
        scratch = inspection.scratch()
    }

    private func refusal(_ refusal: Inspection.DocumentError, _ tape: Tape) -> EventError {
        let path = tape.path(to: refusal.index, isKnown: ReadingPlan.shared.isKnown)
        return switch refusal.code {
        case .tooLong:
            EventError(code: .tooLong, path: path, message: "Expected at most \(limits.textBytes) bytes of text.")
        case .tooMany: EventError(code: .tooMany, path: path, message: "Expected at most \(limits.items) of them.")
        default: EventError(code: refusal.code, path: path, message: "Expected each name once in an object.")
        }
    }

    private func refusal(_ result: CSimdJSONResult) -> EventError {
        switch result {
        case CSimdJSONEmpty: .atTop(.notJSON, "Expected JSON; there is nothing.")
        case CSimdJSONNotUTF8: .atTop(.notUTF8, "Expected UTF-8 throughout.")
        case CSimdJSONTooDeep: .atTop(.tooDeep, "Expected at most \(limits.depth) levels of objects and arrays.")
        case CSimdJSONBadString:
            .atTop(
                .notJSON,
                "Expected every text closed, its control characters and surrogates escaped in the way of JSON."
            )
        case CSimdJSONBadNumber: .atTop(.notJSON, "Expected every number in JSON's spelling and within 64 bits.")
        case CSimdJSONOutOfMemory: .atTop(.tooLarge, "There is no memory to read it now.")
        default: .atTop(.notJSON, "Expected one complete JSON value and nothing after it.")
        }
    }
}

extension EventError {
    /// Returns a fault of the document as a whole.
    static func atTop(_ code: Code, _ message: String) -> EventError {
        EventError(code: code, path: "$", message: message)
    }
}
