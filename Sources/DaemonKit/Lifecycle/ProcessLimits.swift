import Glibc

/// What the system lets this process have, looked at before anything depends on it.
public enum ProcessLimits {
    /// Allows at least `wanted` open files, raising the soft limit where the hard one permits; a sentence where not.
    public static func openFiles(atLeast wanted: UInt64) -> String? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        if limit.rlim_cur >= wanted { return nil }
        guard limit.rlim_max >= wanted else {
            return "only \(limit.rlim_max) files may be open, \(wanted) are needed; raise LimitNOFILE or ulimit -Hn"
        }
        limit.rlim_cur = rlim_t(wanted)
        let isRaised = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        return isRaised ? nil : "the limit of open files cannot be raised to \(wanted); raise LimitNOFILE or ulimit -n"
    }

    /// No core files, which would hold children's data; no end by a closed pipe, nor by a SIGHUP that comes before anybody
    /// listens for it (``HangupService``); new files for the owner alone.
    static func harden() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        umask(0o077)
    }
}
