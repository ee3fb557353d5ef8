import Accounts
import Crypto
import DaemonKit
import Foundation
public import SafeguardingModel

/// A verification of the access log, which reads the whole log and compares it with its signed roots.
///
/// Somebody who has the log's folder and its signing key can rewrite all of it without a fault here; only a root that
/// was kept elsewhere reveals that.
public struct AuditVerification: Hashable, Sendable {
    /// The number of lines in the log; `sealed` is the line up to which a signed root covers them.
    public private(set) var entries: Int64 = 0
    public private(set) var sealed: Int64 = 0
    public private(set) var seals = 0
    /// The root of all lines, `sha256:` and 64 hex digits.
    public private(set) var root = ""
    /// The line up to which the root that was kept elsewhere covers the log; nil where none was given, or it fits no
    /// line.
    public private(set) var vouched: Int64?
    public private(set) var faults: [AuditError] = []
    /// The number of lines that the last seal checked so far covers.
    private var lastSeal: Int64 = 0
    /// The hashes of the packs that were printed, with account and time.
    public private(set) var prints: [Print] = []

    public struct Print: Hashable, Sendable {
        public var hash: String
        public var by: String
        public var at: Instant
    }

    /// Every action on one child's file, or on what is about one alert.
    public private(set) var looks: [Look] = []

    public struct Look: Hashable, Sendable {
        public var at: Instant
        public var by: String
        public var what: String
        public var alert: String
        public var detail: String
    }

    public var isSound: Bool { faults.isEmpty }

    /// Verifies a folder; with a key, also that each seal is by that key and no other; with a root that was kept
    /// elsewhere, also that the log once had it.
    ///
    /// At the desk itself the secret key must be there, too; a copy of the log has none.
    ///
    /// With a child's id, collects who looked at that child; with alerts' ids, who looked at those.
    public init(
        folder: String,
        key: String? = nil,
        root: String? = nil,
        child: String? = nil,
        alerts: Set<String> = [],
        isCopy: Bool = true
    ) throws {
        let beside = (try? String(contentsOfFile: "\(folder)/signing.pub", encoding: .utf8))?.trimmed
        let (days, seals) = (try AuditFiles.lines(in: folder), try AuditFiles.seals(in: folder))
        self.init(days, seals, in: folder, key: key ?? beside, root: root) {
            $0.child == child || alerts.contains($0.alert)
        }
        if key == nil { checkKey(beside, in: folder, isCopy: isCopy) }
    }

    /// Checks that the key beside the log is there and belongs to the secret one.
    private mutating func checkKey(_ publicKey: String?, in folder: String, isCopy: Bool) {
        let path = AuditFiles.keyPath(in: folder)
        if publicKey == nil, entries > 0 {
            fault(
                "\(folder)/signing.pub",
                "is not there, so that nobody knows whose signatures hold; put it back, or give the key"
            )
        }
        guard let secret = try? Curve25519.Signing.PrivateKey(rawRepresentation: Files.read(path)) else {
            guard !isCopy, entries > 0 else { return }
            return fault(path, Files.exists(path) ? "cannot be read as the key that signs the roots" : AuditLog.keyGone)
        }
        if let publicKey, Hex.text(secret.publicKey.rawRepresentation) != publicKey {
            fault(path, "does not belong to signing.pub: one of the two is another's")
        }
    }

    /// Compares the lines of all days with the seals.
    init(
        _ days: [AuditFiles.Day],
        _ seals: [AuditSeal],
        in folder: String,
        key: String?,
        root kept: String? = nil,
        isAskedFor: (AuditEntry) -> Bool = { _ in false }
    ) {
        var seals = seals[...]
        var tree = MerkleTree()
        if kept == tree.rootText { vouched = 0 }
        for day in days {
            let path = AuditFiles.path(of: day.day, in: folder)
            for line in day.lines {
                read(line, &tree, day.day, path, isAskedFor)
                if let kept, kept == tree.rootText { vouched = tree.count }
                // A day is sealed twice where it was written again after the clock was set back.
                while let seal = seals.first, seal.tree.count == tree.count {
                    if seal.day != day.day {
                        fault(path, "its lines were sealed as those of \(seal.day): the file was given another name")
                    }
                    check(seals.removeFirst(), tree, folder, key)
                }
            }
            if day.day != days.last?.day { requireSeal(of: day.day, tree, folder) }
        }
        for seal in seals { check(seal, tree, folder, key) }
        (entries, root) = (tree.count, tree.rootText)
        if let kept, vouched == nil { faults.append(AuditVerification.unknown(kept, folder)) }
    }

    private mutating func read(
        _ line: ArraySlice<UInt8>,
        _ tree: inout MerkleTree,
        _ day: CivilDay,
        _ path: String,
        _ isAskedFor: (AuditEntry) -> Bool
    ) {
        tree.append(line)
        guard let entry = AuditFiles.entry(line) else {
            return fault(path, "line \(tree.count) cannot be read")
        }
        if entry.number != tree.count {
            fault(
                path,
                "entry \(entry.number) stands where \(tree.count) should; lines are missing or were put in"
            )
        }
        // Lines go to a later day than their own after the clock was set back, never to an earlier one.
        if Zone.utc.day(of: entry.at) > day {
            fault(
                path,
                "entry \(entry.number) is of a later day: the file was given another name, or the line was put in"
            )
        }
        if isAskedFor(entry) {
            let what = entry.what.rawValue
            looks.append(Look(at: entry.at, by: entry.by, what: what, alert: entry.alert, detail: entry.detail))
        }
        if entry.what == .printed { add(Print(hash: entry.detail, by: entry.by, at: entry.at)) }
    }

    /// Adds a pack once: a pack of many children has a line for each, one after the other.
    private mutating func add(_ print: Print) {
        if let last = prints.last, last.hash == print.hash, last.by == print.by { return }
        prints.append(print)
    }

    private mutating func check(_ seal: AuditSeal, _ tree: MerkleTree, _ folder: String, _ key: String?) {
        let path = AuditFiles.sealsPath(in: folder)
        seals += 1
        lastSeal = seal.tree.count
        if let key, Hex.text(seal.key) != key { fault(path, "the root of \(seal.day) is signed with another key") }
        let signer = try? Curve25519.Signing.PublicKey(rawRepresentation: seal.key)
        if signer?.isValidSignature(seal.signature, for: AuditSeal.message(seal.day, seal.tree)) != true {
            fault(path, "the signature of \(seal.day) does not hold")
        }
        if tree.count < seal.tree.count {
            fault(path, "\(seal.tree.count) lines were sealed up to \(seal.day), and \(tree.count) are there")
        } else if tree != seal.tree {
            fault(
                path,
                "what was written up to \(seal.day) is not what was sealed: a line was changed, taken out or put in"
            )
        } else {
            sealed = tree.count
        }
    }

    /// Reports a missing seal: the desk signs each day before it writes the next, so only the last may lack one.
    private mutating func requireSeal(of day: CivilDay, _ tree: MerkleTree, _ folder: String) {
        guard lastSeal != tree.count else { return }
        fault(
            AuditFiles.sealsPath(in: folder),
            "the root of \(day) is missing, though later days were written: it was taken out, or lines were"
        )
    }

    private mutating func fault(_ path: String, _ message: String) {
        faults.append(AuditError(path: path, message: message))
    }

    private static func unknown(_ root: String, _ folder: String) -> AuditError {
        AuditError(
            path: folder,
            message:
                "this log never had the root \(root): lines before it were changed, taken out or put in, or the root is that of another log"
        )
    }
}
