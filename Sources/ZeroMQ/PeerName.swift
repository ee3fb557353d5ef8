import Glibc

/// A query of the system for the other end of a connection.
enum PeerName {
    /// Returns the peer's numeric address, if the connection still exists.
    ///
    /// A descriptor that was closed may by now belong to another connection: good for a log, not for a decision.
    static func address(ofDescriptor descriptor: Int32) -> String? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // SAFETY: the storage is large enough for every kind of address, and the system says how much of it is used.
        return withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard getpeername(descriptor, address, &length) == 0 else { return nil }
                return numericHost(of: address, length: length)
            }
        }
    }

    private static func numericHost(of address: UnsafePointer<sockaddr>, length: socklen_t) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
            let failure = getnameinfo(
                address,
                length,
                buffer.baseAddress,
                socklen_t(buffer.count),
                nil,
                0,
                NI_NUMERICHOST
            )
            guard failure == 0, let start = buffer.baseAddress else { return nil }
            return String(validatingCString: start)
        }
    }
}
