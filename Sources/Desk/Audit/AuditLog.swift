package import DaemonKit
import Crypto
import EventFormat
import Foundation
package import SafeguardingModel
import Synchronization

/// The access log: one file a day, to which lines are only ever added, and a signed root at the end of each day.
///
/// Nothing is shown that cannot be logged: a failed write is thrown to the code that answers the request.
package final class AuditLog: Sendable {
    private struct State {
        var tree = MerkleTree()
        /// The day that is being written, until it is sealed.
        var day: CivilDay?
        /// The last day that was written, sealed or not.
        var lastDay: CivilDay?
        var seal: AuditSeal?
        /// The latest entries, for the pages that show them without reading files.
        var recent: [AuditEntry] = []
    }

    package let folder: String
    private let clock: any WallClock
    private let key: Curve25519.Signing.PrivateKey
    private let state: Mutex<State>
    private static let kept = 5_000
    /// The faults found when the log was opened; it is written all the same.
    package let faults: [AuditError]

    /// Opens the log in a folder, which is made where there is none, with a signing key of its own.
    ///
    /// The whole log is read and compared with its seals, as ``AuditVerification`` does.
    package init(folder: String, clock: any WallClock) throws {
        self.folder = folder
        self.clock = clock
        try Files.makeFolder(folder)
        let (days, seals) = (try AuditFiles.lines(in: folder), try AuditFiles.seals(in: folder))
        let isKeyGone = !(days.isEmpty && seals.isEmpty) && !Files.exists(AuditFiles.keyPath(in: folder))
        key = try AuditLog.key(in: folder)
        var faults = AuditVerification(days, seals, in: folder, key: Hex.text(key.publicKey.rawRepresentation)).faults
        if isKeyGone { faults.append(AuditError(path: AuditFiles.keyPath(in: folder), message: AuditLog.keyGone)) }
        self.faults = faults
        state = Mutex(AuditLog.state(days, seals))
    }

    static let keyGone =
        "the key that signs the roots was gone; what was signed with it cannot be told from what was not"

    /// Returns the state in which the log continues: the last seal, and what was written since.
    private static func state(_ days: [AuditFiles.Day], _ seals: [AuditSeal]) -> State {
        var state = State()
        state.recent = days.flatMap(\.lines).suffix(kept).compactMap(AuditFiles.entry)
        (state.seal, state.lastDay) = (seals.last, days.last?.day)
        // A log shorter than what was sealed continues after the gap, which stays visible for ever.
        state.tree = seals.last?.tree ?? MerkleTree()
        for (day, line) in AuditFiles.lines(of: days, after: state.tree.count) {
            state.day = day
            state.tree.append(line)
        }
        return state
    }

    /// The last signed root; nil before the first day is sealed.
    package var latestSeal: AuditSeal? { state.withLock { $0.seal } }

    /// The number of lines and the root of all of them.
    package var tree: MerkleTree { state.withLock { $0.tree } }

    /// The public half of the key that signs the roots.
    package var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// Writes one line; throws where it cannot be written.
    package func write(
        _ what: AuditEntry.What,
        by account: String,
        child: ChildID? = nil,
        alert: String = "",
        shownAs: String? = nil,
        detail: String = ""
    ) throws {
        try write(
            what,
            by: account,
            children: child.map { [$0] } ?? [],
            alert: alert,
            shownAs: shownAs,
            detail: detail
        )
    }

    /// Writes one line for each child that it was about, or a single one where there is none: all of them or none.
    package func write(
        _ what: AuditEntry.What,
        by account: String,
        children: [ChildID],
        alert: String = "",
        shownAs: String? = nil,
        detail: String = ""
    ) throws {
        let now = clock.now
        let about = children.isEmpty ? [""] : children.map(\.rawValue)
        try state.withLock { state in
            let today = Zone.utc.day(of: now)
            if let day = state.day, day < today { try seal(&state, through: day) }
            let entries = about.enumerated().map { index, child in
                var entry = AuditEntry(
                    number: state.tree.count + Int64(index) + 1,
                    at: now,
                    by: account,
                    what: what,
                    child: child,
                    alert: alert,
                    detail: detail
                )
                entry.shownAs = shownAs ?? ""
                return entry
            }
            // After a clock was set back, lines still go to the latest day that was written.
            try append(entries, on: max(today, state.lastDay ?? today), &state)
        }
    }

    private func append(_ entries: [AuditEntry], on day: CivilDay, _ state: inout State) throws {
        let lines = entries.map(\.line)
        let bytes = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
        try Files.append(bytes, to: AuditFiles.path(of: day, in: folder))
        (state.day, state.lastDay) = (day, day)
        for line in lines { state.tree.append(line) }
        state.recent += entries
        if state.recent.count > AuditLog.kept * 2 { state.recent.removeFirst(AuditLog.kept) }
    }

    /// Signs the root of a day that is over, unless that is done.
    package func sealIfDue() throws {
        try state.withLock { state in
            if let day = state.day, day < Zone.utc.day(of: clock.now) { try seal(&state, through: day) }
        }
    }

    /// Returns the latest entries that fulfil a condition, the newest first.
    package func recent(_ limit: Int, where takes: (AuditEntry) -> Bool) -> [AuditEntry] {
        let entries = state.withLock { $0.recent }
        return Array(entries.reversed().lazy.filter(takes).prefix(limit))
    }

    private func seal(_ state: inout State, through day: CivilDay) throws {
        let signature = try key.signature(for: AuditSeal.message(day, state.tree))
        let seal = AuditSeal(day: day, tree: state.tree, key: publicKey, signature: Array(signature))
        try Files.append(seal.line + [UInt8(ascii: "\n")], to: AuditFiles.sealsPath(in: folder))
        (state.day, state.seal) = (nil, seal)
    }

    private static func key(in folder: String) throws -> Curve25519.Signing.PrivateKey {
        let path = AuditFiles.keyPath(in: folder)
        if Files.exists(path) { return try Curve25519.Signing.PrivateKey(rawRepresentation: Files.read(path)) }
        let key = Curve25519.Signing.PrivateKey()
        try Files.write(Array(key.rawRepresentation), to: path)
        try Files.write(Array((Hex.text(key.publicKey.rawRepresentation) + "\n").utf8), to: "\(folder)/signing.pub")
        return key
    }
}

/// The log's files: `2026-11-23.jsonl` for each day, and `seals.jsonl` with a line a day.
enum AuditFiles {
    struct Day {
        var day: CivilDay
        var lines: [ArraySlice<UInt8>]
    }

    static func path(of day: CivilDay, in folder: String) -> String { "\(folder)/\(day).jsonl" }
    static func sealsPath(in folder: String) -> String { "\(folder)/seals.jsonl" }
    static func keyPath(in folder: String) -> String { "\(folder)/signing.key" }

    /// Returns the lines after the first `count`, each with its day.
    static func lines(of days: [Day], after count: Int64) -> some Sequence<(day: CivilDay, line: ArraySlice<UInt8>)> {
        days.lazy.flatMap { day in day.lines.map { (day: day.day, line: $0) } }.dropFirst(Int(clamping: count))
    }

    /// Returns every day's lines, in order.
    static func lines(in folder: String) throws -> [Day] {
        try Files.names(in: folder).sorted().compactMap { name in
            guard name.hasSuffix(".jsonl"), let day = CivilDay(name.dropLast(6)) else { return nil }
            let bytes = try Files.read("\(folder)/\(name)", limit: 1 << 30)
            // An empty line is nothing that the desk writes: it counts, so that it shows.
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            return Day(day: day, lines: lines.last?.isEmpty == true ? lines.dropLast() : lines)
        }
    }

    static func seals(in folder: String) throws -> [AuditSeal] {
        let path = sealsPath(in: folder)
        guard Files.exists(path) else { return [] }
        return try Files.read(path, limit: 1 << 28).split(separator: UInt8(ascii: "\n")).map { line in
            guard let value = try? JSONReader.read(line), let seal = AuditSeal(value) else {
                throw AuditError(path: path, message: "a seal cannot be read")
            }
            return seal
        }
    }

    static func entry(_ line: ArraySlice<UInt8>) -> AuditEntry? {
        (try? JSONReader.read(line)).flatMap(AuditEntry.init)
    }
}

/// A fault of the access log.
public struct AuditError: Error, CustomStringConvertible, Hashable, Sendable {
    public var path: String
    public var message: String

    public var description: String { "\(path): \(message)" }
}
