import Glibc

/// Whether anybody listens at an address: for `check`, which sends nothing.
enum Reachability {
    static func fault(_ endpoint: String) -> String? {
        let parts = endpoint.dropFirst("tcp://".count).split(separator: ":").map(String.init)
        guard parts.count == 2 else { return "\(endpoint): is no address" }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(parts[0], parts[1], &hints, &found) == 0, let address = found else {
            return "\(endpoint): the name '\(parts[0])' is not known to this machine"
        }
        defer { freeaddrinfo(found) }
        return answers(address.pointee) ? nil : "\(endpoint): nobody answers; is the aggregator running, is a firewall between?"
    }

    private static func answers(_ address: addrinfo) -> Bool {
        let descriptor = socket(address.ai_family, address.ai_socktype, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 3, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return connect(descriptor, address.ai_addr, address.ai_addrlen) == 0
    }
}
