internal import Crypto
import Foundation
import SafeguardingModel

/// The running SHA-256 over everything that the journal holds: each commit's seal covers the one before, so that a
/// changed, missing or added entry shows.
struct SealDigest {
    private var hash = SHA256()

    init(after seal: [UInt8]) {
        hash.update(data: seal)
    }

    mutating func add(_ entry: StoredEntry) {
        add(position: entry.position, at: entry.at, kind: entry.kind, agency: entry.agency, body: entry.body)
    }

    mutating func add(position: Position, at: Instant, kind: StoredEntry.Kind, agency: AgencyName, body: [UInt8]) {
        withUnsafeBytes(of: (position.number.bigEndian, at.milliseconds.bigEndian, kind.number.bigEndian)) {
            hash.update(bufferPointer: $0)
        }
        var name = agency.rawValue
        name.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        withUnsafeBytes(of: UInt64(body.count).bigEndian) { hash.update(bufferPointer: $0) }
        body.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }

    var value: [UInt8] { Array(hash.finalize()) }
}

extension [UInt8] {
    var asData: Data { Data(self) }
}
