import Accounts
package import SafeguardingModel

/// A line of the access log: one thing that somebody did at the desk.
package struct AuditEntry: Hashable, Sendable {
    package enum What: String, Hashable, Sendable, CaseIterable {
        case signedIn = "signed-in"
        case signInRefused = "sign-in-refused"
        case signedOut = "signed-out"
        case sawList = "saw-list"
        case sawAlert = "saw-alert"
        case sawChild = "saw-child"
        /// Opened a child's file without open work, with a reason.
        case opened
        case searched
        case decided
        case exported
        case printed
        case sawNumbers = "saw-numbers"
        case sawLog = "saw-log"
        /// Asked for a page or an action that they may not have.
        case refused
        /// An account changed in the file of accounts.
        case accountChanged = "account-changed"
    }

    package var number: Int64
    package var at: Instant
    package var by: String
    package var what: What
    /// The child that it was about; empty where there is none.
    package var child: String
    package var alert: String
    /// The id by which the desk showed the alert, where a child is withheld from the person who saw it.
    package var shownAs = ""
    /// The reason, the words of a search, or the hash of a pack.
    package var detail: String

    /// The line as it is written, without its line end.
    package var line: [UInt8] {
        var object: JSONObject = [
            "n": .integer(number), "at": .string(at.rfc3339), "by": .string(by), "what": .string(what.rawValue),
        ]
        if !child.isEmpty { object["child"] = .string(child) }
        if !alert.isEmpty { object["alert"] = .string(alert) }
        if !shownAs.isEmpty { object["shownAs"] = .string(shownAs) }
        if !detail.isEmpty { object["detail"] = .string(detail) }
        return JSONValue.object(object).bytes
    }

    package init(
        number: Int64,
        at: Instant,
        by: String,
        what: What,
        child: String = "",
        alert: String = "",
        detail: String = ""
    ) {
        self.number = number
        self.at = at
        self.by = by
        self.what = what
        self.child = child
        self.alert = alert
        self.detail = detail
    }

    package init?(_ value: JSONValue) {
        guard let number = value["n"]?.integer, let at = value["at"]?.string.flatMap({ Instant(rfc3339: $0) }),
            let by = value["by"]?.string, let what = value["what"]?.string.flatMap(What.init)
        else { return nil }
        self.init(
            number: number,
            at: at,
            by: by,
            what: what,
            child: value["child"]?.string ?? "",
            alert: value["alert"]?.string ?? "",
            detail: value["detail"]?.string ?? ""
        )
        shownAs = value["shownAs"]?.string ?? ""
    }
}

/// A day's signed root: without the key nobody can change, remove or add earlier lines unnoticed.
package struct AuditSeal: Hashable, Sendable {
    package var day: CivilDay
    package var tree: MerkleTree
    package var key: [UInt8]
    package var signature: [UInt8]

    /// Returns the bytes that are signed.
    package static func message(_ day: CivilDay, _ tree: MerkleTree) -> [UInt8] {
        Array("referral-bus desk audit v1\n\(day)\n\(tree.count)\n\(Hex.text(tree.root))\n".utf8)
    }

    package var line: [UInt8] {
        let object: JSONObject = [
            "day": .string("\(day)"), "entries": .integer(tree.count), "root": .string(Hex.text(tree.root)),
            "peaks": .array(tree.peaks.map { .string(Hex.text($0)) }), "key": .string(Hex.text(key)),
            "signature": .string(Hex.text(signature)),
        ]
        return JSONValue.object(object).bytes
    }

    package init(day: CivilDay, tree: MerkleTree, key: [UInt8], signature: [UInt8]) {
        self.day = day
        self.tree = tree
        self.key = key
        self.signature = signature
    }

    package init?(_ value: JSONValue) {
        guard let day = value["day"]?.string.flatMap({ CivilDay($0) }), let count = value["entries"]?.integer,
            let root = value["root"]?.string, let key = value["key"]?.string.flatMap(Hex.bytes),
            let signature = value["signature"]?.string.flatMap(Hex.bytes)
        else { return nil }
        let peaks = (value["peaks"]?.array ?? []).compactMap { $0.string.flatMap(Hex.bytes) }
        let tree = MerkleTree(count: count, peaks: peaks)
        guard Hex.text(tree.root) == root, peaks.count == count.nonzeroBitCount else { return nil }
        self.init(day: day, tree: tree, key: key, signature: signature)
    }
}
