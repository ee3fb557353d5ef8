import Correlation
import Foundation
import SafeguardingModel

/// Everything that judgement said as one number: two builds that say the same, letter by letter, have the same.
struct Fingerprint {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325
    private let encoder = JSONEncoder()

    init() {
        encoder.outputFormatting = .sortedKeys
    }

    /// All effects of some entries in order, then all alerts with their explanations.
    static func of(_ entries: [JournalEntry]) throws -> String {
        var fingerprint = Fingerprint()
        var correlator = Correlator()
        for entry in entries {
            for effect in correlator.apply(entry) { try fingerprint.combine(effect) }
        }
        for alert in correlator.alerts { try fingerprint.combine(alert) }
        return String(fingerprint.state, radix: 16)
    }

    /// FNV-1a.
    private mutating func combine(_ value: some Encodable) throws {
        for byte in try encoder.encode(value) { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }
}
