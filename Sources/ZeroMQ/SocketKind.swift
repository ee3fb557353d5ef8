import CZeroMQ

/// A socket's pattern of messaging; libzmq's guide explains the patterns.
public enum SocketKind: String, Hashable, Sendable, CaseIterable {
    case dealer, router, pub, sub, xpub, rep, req, pair, push, pull

    var number: Int32 {
        switch self {
        case .dealer: ZMQ_DEALER
        case .router: ZMQ_ROUTER
        case .pub: ZMQ_PUB
        case .sub: ZMQ_SUB
        case .xpub: ZMQ_XPUB
        case .rep: ZMQ_REP
        case .req: ZMQ_REQ
        case .pair: ZMQ_PAIR
        case .push: ZMQ_PUSH
        case .pull: ZMQ_PULL
        }
    }
}
