import Glibc

/// The test of `check`, which sends nothing, whether anybody listens at an address.
enum Reachability {
    static func fault(_ text: String) -> String? {
        guard let endpoint = TCPEndpoint(text) else { return "\(text): is no address such as tcp://127.0.0.1:7400" }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(endpoint.host, String(endpoint.port), &hints, &found) == 0 else {
            return "\(text): the name '\(endpoint.host)' is not known to this machine"
        }
        defer { freeaddrinfo(found) }
        // A name may have several addresses; one that answers is enough.
        for address in sequence(first: found, next: { $0?.pointee.ai_next }).prefix(while: { $0 != nil }).prefix(4) {
            if let address, answers(address.pointee) { return nil }
        }
        return "\(text): nobody answers; is the aggregator running, is a firewall between?"
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
