import Glibc

/// A socket in a folder, by which programs of this machine ask a daemon.
///
/// The kernel closes it with the process, in whatever way that ends, so a socket that was left behind never answers.
enum LocalSocket {
    /// Listens under a name in a folder, and replaces the socket of an earlier process.
    static func listen(in folder: String, as name: String) throws(FileError) -> Int32 {
        let path = Path.join(folder, name)
        unlink(path)
        return try open(path, in: folder, name, "cannot be listened at") { descriptor, address, length in
            bind(descriptor, address, length) == 0 && Glibc.listen(descriptor, 16) == 0
        }
    }

    /// Connects to a listener; reading and writing then wait for `seconds` at most.
    static func connect(in folder: String, to name: String, seconds: Int) throws(FileError) -> Int32 {
        try open(Path.join(folder, name), in: folder, name, "nobody answers") { descriptor, address, length in
            var limit = timeval(tv_sec: seconds, tv_usec: 0)
            let size = socklen_t(MemoryLayout<timeval>.size)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
            return Glibc.connect(descriptor, address, length) == 0
        }
    }

    private static func open(
        _ path: String,
        in folder: String,
        _ name: String,
        _ failure: String,
        _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) throws(FileError) -> Int32 {
        // An address of a socket has at most 107 bytes, and a path may have more: the folder's descriptor shortens it.
        let holder = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard holder >= 0 else { throw FileError(folder, "cannot be opened") }
        defer { close(holder) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw FileError(path, failure) }
        var address = address(of: "/proc/self/fd/\(holder)/\(name)")
        let isOpen = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                use(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard isOpen else {
            let fault = FileError(path, failure)
            close(descriptor)
            throw fault
        }
        return descriptor
    }

    private static func address(of path: String) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return address
    }

    /// Reads until the other side closes; returns nil where that takes too long.
    static func readAll(_ descriptor: Int32, limit: Int = 1 << 20) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < limit {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
        }
        return bytes
    }

    /// Writes all bytes, as far as they are taken in time.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
