import CAccept
import Glibc

/// The limits that the system sets this process, checked before anything depends on them.
public enum ProcessLimits {
    /// The number of descriptors that connections never get: the journal, the log, the health and libdispatch need some
    /// at moments when connections have taken all that they could get.
    static let reserved: UInt64 = 128
    /// The number of open files beyond which connections are refused, whatever the system allows: each costs memory.
    static let most: UInt64 = 8_192

    /// Raises the soft limit of open files to the hard one, and reserves some of them. Returns a sentence where the
    /// hard limit is below `wanted`, or the soft one cannot be raised; nil otherwise.
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

    /// Returns the descriptor from which on no connection is accepted, for this limit of open files.
    package static func bound(of limit: UInt64) -> UInt64 {
        min(most, limit - min(reserved, limit / 2))
    }

    /// The number of connections refused since the start to keep descriptors free.
    package static var refusedConnections: UInt64 { caccept_refused() }

    /// Hardens the process: no core files, which would hold children's data; no end by a closed pipe or by a SIGHUP
    /// that comes before ``HangupService`` listens; new files for the owner alone.
    static func harden() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        umask(0o077)
    }
}
