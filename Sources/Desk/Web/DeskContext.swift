import Accounts
import Hummingbird

/// The context of a request: its address, and once the gate has checked, its session and reader.
struct DeskContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the other end of the connection; empty without sockets, in tests.
    let peer: String
    var visit: Visit?

    /// Somebody who is signed in.
    struct Visit: Sendable {
        let session: Session
        let reader: Reader
    }

    /// The longest form in bytes; none of the desk's is longer.
    var maxUploadSize: Int { 32 * 1024 }

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
