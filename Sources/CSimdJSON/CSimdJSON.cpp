#include "CSimdJSON.h"

#include <cstring>
#include <memory>
#include <new>

#include <simdjson.h>

namespace dom = simdjson::dom;

/// simdjson's parser beside a padded copy of what it parses: its kernels read up to 64 bytes past the end.
struct CSimdJSONParser {
    explicit CSimdJSONParser(size_t depth) : depth(depth) {}

    CSimdJSONResult reserve(size_t length) noexcept;
    CSimdJSONResult parse(const void *bytes, size_t length, CSimdJSONDocument &document) noexcept;

private:
    dom::parser parser;
    std::unique_ptr<uint8_t[]> padded;
    size_t capacity = 0;
    size_t depth;
};

/// Grows in powers of two, so that documents of slowly rising size do not allocate each time.
CSimdJSONResult CSimdJSONParser::reserve(size_t length) noexcept {
    if (length <= capacity) return CSimdJSONParsed;
    size_t wanted = 4096;
    while (wanted < length) wanted *= 2;
    capacity = 0;
    padded.reset(new (std::nothrow) uint8_t[wanted + simdjson::SIMDJSON_PADDING]());
    if (!padded || parser.allocate(wanted, depth) || parser.doc.allocate(wanted)) return CSimdJSONOutOfMemory;
    capacity = wanted;
    return CSimdJSONParsed;
}

static CSimdJSONResult meaning(simdjson::error_code error) noexcept {
    switch (error) {
    case simdjson::SUCCESS: return CSimdJSONParsed;
    case simdjson::EMPTY: return CSimdJSONEmpty;
    case simdjson::UTF8_ERROR: return CSimdJSONNotUTF8;
    case simdjson::DEPTH_ERROR: return CSimdJSONTooDeep;
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
    case simdjson::UNCLOSED_STRING: return CSimdJSONBadString;
    case simdjson::NUMBER_ERROR:
    case simdjson::NUMBER_OUT_OF_RANGE: return CSimdJSONBadNumber;
    case simdjson::MEMALLOC: return CSimdJSONOutOfMemory;
    default: return CSimdJSONBadStructure;
    }
}

CSimdJSONResult CSimdJSONParser::parse(const void *bytes, size_t length, CSimdJSONDocument &document) noexcept {
    if (length == 0) return CSimdJSONEmpty;
    if (auto failure = reserve(length)) return failure;
    std::memcpy(padded.get(), bytes, length);
    auto result = parser.parse_into_document(parser.doc, padded.get(), length, false);
    if (auto error = result.error()) return meaning(error);
    document = {parser.doc.tape.get(), parser.doc.string_buf.get()};
    return CSimdJSONParsed;
}

CSimdJSONParser *csimdjson_create(size_t depth) { return new (std::nothrow) CSimdJSONParser(depth); }

void csimdjson_destroy(CSimdJSONParser *parser) { delete parser; }

CSimdJSONResult csimdjson_parse(
    CSimdJSONParser *parser, const void *bytes, size_t length, CSimdJSONDocument *document) {
    return parser->parse(bytes, length, *document);
}
