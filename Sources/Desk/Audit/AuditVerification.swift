import Crypto
import Foundation
public import SafeguardingModel

/// The log of who saw what, read again from nothing and held against its signed roots.
public struct AuditVerification: Hashable, Sendable {
    /// How many lines stand in the log, and up to which of them a signed root vouches.
    public private(set) var entries: Int64 = 0
    public private(set) var sealed: Int64 = 0
    public private(set) var seals = 0
    public private(set) var root = ""
    public private(set) var faults: [AuditFault] = []
    /// The hashes of the packs that were printed, with who and when.
    public private(set) var prints: [Print] = []

    public struct Print: Hashable, Sendable {
        public var hash: String
        public var by: String
        public var at: Instant
    }

    /// Everything that was done with one child's file, or with what is about one alert.
    public private(set) var looks: [Look] = []

    public struct Look: Hashable, Sendable {
        public var at: Instant
        public var by: String
        public var what: String
        public var alert: String
        public var detail: String
    }

    public var isSound: Bool { faults.isEmpty }

    /// Verifies a folder; with a key, that each seal is by that key and no other.
    ///
    /// With a child's id, gathers who looked at that child; with alerts' ids, who looked at those.
    public init(folder: String, key: String? = nil, child: String? = nil, alerts: Set<String> = []) throws {
        let expected = key ?? (try? String(contentsOfFile: "\(folder)/signing.pub", encoding: .utf8))?.trimmed
        var seals = try AuditFiles.seals(in: folder)[...]
        var tree = MerkleTree()
        for day in try AuditFiles.lines(in: folder) {
            let path = AuditFiles.path(of: day.day, in: folder)
            // A day may have been sealed and written to again by a clock that was set back; its last seal counts.
            while let seal = seals.first, seal.day < day.day { check(seals.removeFirst(), tree, folder, expected) }
            for line in day.lines { read(line, &tree, path) { $0.child == child || alerts.contains($0.alert) } }
        }
        while !seals.isEmpty { check(seals.removeFirst(), tree, folder, expected) }
        entries = tree.count
        root = Hex.text(tree.root)
    }

    private mutating func read(
        _ line: ArraySlice<UInt8>,
        _ tree: inout MerkleTree,
        _ path: String,
        isAskedFor: (AuditEntry) -> Bool
    ) {
        tree.append(line)
        guard let entry = AuditFiles.entry(line) else {
            return faults.append(AuditFault(path: path, message: "line \(tree.count) cannot be read"))
        }
        if entry.number != tree.count {
            faults.append(
                AuditFault(
                    path: path,
                    message: "entry \(entry.number) stands where \(tree.count) should; lines are missing or were put in"
                )
            )
        }
        if isAskedFor(entry) {
            let what = entry.what.rawValue
            looks.append(Look(at: entry.at, by: entry.by, what: what, alert: entry.alert, detail: entry.detail))
        }
        if entry.what == .printed { add(Print(hash: entry.detail, by: entry.by, at: entry.at)) }
    }

    /// A pack of many children has a line for each, one after the other.
    private mutating func add(_ print: Print) {
        if let last = prints.last, last.hash == print.hash, last.by == print.by { return }
        prints.append(print)
    }

    private mutating func check(
        _ seal: AuditSeal,
        _ tree: MerkleTree,
        _ folder: String,
        _ key: String?
    ) {
        let path = AuditFiles.sealsPath(in: folder)
        seals += 1
        if let key, Hex.text(seal.key) != key {
            faults.append(AuditFault(path: path, message: "the root of \(seal.day) is signed with another key"))
        }
        let signer = try? Curve25519.Signing.PublicKey(rawRepresentation: seal.key)
        if signer?.isValidSignature(seal.signature, for: AuditSeal.message(seal.day, seal.tree)) != true {
            faults.append(AuditFault(path: path, message: "the signature of \(seal.day) does not hold"))
        }
        if tree.count != seal.tree.count || tree.root != seal.tree.root {
            faults.append(
                AuditFault(
                    path: path,
                    message:
                        "what was written up to \(seal.day) is not what was sealed: a line was changed, taken out or put in"
                )
            )
        } else {
            sealed = tree.count
        }
    }
}
