#ifndef CSIMDJSON_H
#define CSIMDJSON_H

// A C face of simdjson's DOM parser (Debian's libsimdjson), for the one Swift module that reads JSON.
//
// A document is parsed into simdjson's tape: 64-bit words, the type in the top byte, the payload in the rest. The caller
// walks the tape itself, so that reading an event costs one call and not one a field. The tape's layout is simdjson's
// documented one (doc/tape.md of the simdjson sources).

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A parser with its buffers. Used by one thread at a time.
typedef struct CSimdJSONParser CSimdJSONParser;

/// What came of a parse.
typedef enum CSimdJSONResult {
    CSimdJSONParsed = 0,
    CSimdJSONEmpty,
    CSimdJSONNotUTF8,
    CSimdJSONTooDeep,
    CSimdJSONBadString,
    CSimdJSONBadNumber,
    CSimdJSONBadStructure,
    CSimdJSONOutOfMemory,
} CSimdJSONResult;

/// Where a parsed document stands. Both pointers belong to the parser and hold until its next parse.
typedef struct CSimdJSONDocument {
    const uint64_t *_Nullable tape;
    /// Each string: its length in four bytes, its UTF-8, a zero. At least 32 readable bytes follow the last one.
    const uint8_t *_Nullable strings;
} CSimdJSONDocument;

/// Makes a parser that refuses documents nested deeper than `depth`; null when there is no memory.
CSimdJSONParser *_Nullable csimdjson_create(size_t depth);

void csimdjson_destroy(CSimdJSONParser *_Nonnull parser);

/// Parses a copy of `length` bytes. Writes `document` only on CSimdJSONParsed.
CSimdJSONResult csimdjson_parse(
    CSimdJSONParser *_Nonnull parser, const void *_Nullable bytes, size_t length, CSimdJSONDocument *_Nonnull document);

#ifdef __cplusplus
}
#endif

#endif
