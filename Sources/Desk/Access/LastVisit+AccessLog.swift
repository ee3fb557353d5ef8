package import Accounts
import SafeguardingModel

extension LastVisit {
    /// Makes the greeting; nil where there is nothing to say.
    ///
    /// - Parameter entries: the access log's entries about the account before this sign-in, the newest first.
    package init?(_ entries: [AuditEntry], times: Times) {
        let since = entries.prefix { $0.what != .signedIn }
        let last = entries.first { $0.what == .signedIn }.map { "You were last here \(times.text($0.at).words)." }
        let news = [LastVisit.refused(Array(since)), LastVisit.changed(Array(since), times)].compactMap(\.self)
        guard last != nil || !news.isEmpty else { return nil }
        self.init(words: ([last].compactMap(\.self) + news).joined(separator: " "), isNews: !news.isEmpty)
    }

    private static func refused(_ entries: [AuditEntry]) -> String? {
        let refused = entries.filter { $0.what == .signInRefused }
        guard !refused.isEmpty else { return nil }
        let used = refused.contains { $0.detail.hasPrefix(Authenticator.Why.usedCode.rawValue) }
        let counted = Wording.count(refused.count, "attempt with your account was", "attempts with your account were")
        return "\(counted) refused since\(used ? ", one with a code that had been used before" : "")."
    }

    private static func changed(_ entries: [AuditEntry], _ times: Times) -> String? {
        let changes = entries.reversed().filter { $0.what == .accountChanged }.map { entry in
            "\(entry.detail.split(separator: ": ").last ?? "") (\(times.text(entry.at).words))"
        }.filter { !$0.hasPrefix("added") }
        guard !changes.isEmpty else { return nil }
        return
            "Your account was changed: \(changes.joined(separator: "; ")). If that was not you, tell whoever runs the desk."
    }
}

extension AuditLog {
    /// Returns the entries about an account itself among those held in memory, the newest first.
    func visits(of account: String) -> [AuditEntry] {
        recent(.max) { entry in
            switch entry.what {
            case .signedIn, .signInRefused: entry.by == account
            case .accountChanged: entry.by == account || entry.detail.hasPrefix("\(account): ")
            default: false
            }
        }
    }
}
