import CAccept
import Glibc

/// What the system lets this process have, looked at before anything depends on it.
public enum ProcessLimits {
    /// So many descriptors are never given to connections: the journal, the log, the health and libdispatch need some at
    /// moments when others have taken all that they could get.
    static let reserved: UInt64 = 128
    /// Connections are refused beyond so many open files, however many the system would allow: each costs memory.
    static let most: UInt64 = 8_192

    /// Raises the soft limit of open files to the hard one, and keeps some of them from connections; a sentence where the
    /// hard limit is below `wanted`.
    public static func openFiles(atLeast wanted: UInt64) -> String? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        guard limit.rlim_max >= wanted else {
            return "only \(limit.rlim_max) files may be open, \(wanted) are needed; raise LimitNOFILE or ulimit -Hn"
        }
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return "the limit of open files cannot be raised to \(limit.rlim_max); raise LimitNOFILE or ulimit -n"
        }
        caccept_set_bound(Int32(bound(of: UInt64(limit.rlim_cur))))
        return nil
    }

    /// The descriptor from which on no connection is taken, where so many files may be open.
    package static func bound(of limit: UInt64) -> UInt64 {
        min(most, limit - min(reserved, limit / 2))
    }

    /// How many connections were refused since the start so that descriptors are left.
    package static var refusedConnections: UInt64 { caccept_refused() }

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
