import Hummingbird

/// What a request carries through the desk: where it comes from, and once the gate has looked, who sent it.
struct DeskContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The other end of the connection; empty where there is none (tests without sockets).
    let peer: String
    var visit: Visit?

    /// Somebody who is signed in.
    struct Visit: Sendable {
        let session: Session
        let reader: Reader
    }

    /// No form of the desk is longer.
    var maxUploadSize: Int { 32 * 1024 }

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
