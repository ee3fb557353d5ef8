import CZeroMQ
import Glibc

extension ZeroMQError {
    /// An error number with a name.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The system's error number, or one of libzmq's own above `ZMQ_HAUSNUMERO`.
        public let rawValue: Int32

        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// Nothing to receive, or no room to send, at this moment.
        public static let tryAgain = Code(rawValue: EAGAIN)
        /// A signal arrived in the middle of the call.
        public static let interrupted = Code(rawValue: EINTR)
        /// A router knows no peer with that routing id.
        public static let hostUnreachable = Code(rawValue: EHOSTUNREACH)
        /// Another process, or another socket of this one, listens there.
        public static let addressInUse = Code(rawValue: EADDRINUSE)
        /// The address does not belong to this machine.
        public static let addressNotAvailable = Code(rawValue: EADDRNOTAVAIL)
        /// The endpoint or the value makes no sense here.
        public static let invalid = Code(rawValue: EINVAL)
        /// A guard of this library, or the operating system, forbids it.
        public static let notPermitted = Code(rawValue: EPERM)
        /// The operating system forbids it, often a port below 1024.
        public static let accessDenied = Code(rawValue: EACCES)
        /// No such endpoint, or no such network device.
        public static let noSuchDevice = Code(rawValue: ENODEV)
        /// Nothing is known under that name.
        public static let notFound = Code(rawValue: ENOENT)
        /// The installed libzmq cannot do it.
        public static let notSupported = Code(rawValue: ENOTSUP)
        /// The transport of the endpoint is unknown.
        public static let protocolNotSupported = Code(rawValue: EPROTONOSUPPORT)
        /// The process may open no more files or sockets.
        public static let tooManyOpenFiles = Code(rawValue: EMFILE)
        /// No answer came in time.
        public static let timedOut = Code(rawValue: ETIMEDOUT)
        /// The message is larger than allowed.
        public static let messageTooLarge = Code(rawValue: EMSGSIZE)
        /// The socket cannot do that in its present state, as when a reply comes before a request.
        public static let wrongState = Code(rawValue: errorNumber(past: 51))
        /// The context was ended.
        public static let contextTerminated = Code(rawValue: errorNumber(past: 53))

        /// libzmq's own numbers start far above those of any system; the macro does not reach Swift.
        private static func errorNumber(past offset: Int32) -> Int32 { 156_384_712 + offset }
    }
}

extension ZeroMQError.Code {
    var isRetriable: Bool {
        switch self {
        case .tryAgain, .interrupted, .hostUnreachable, .addressInUse, .addressNotAvailable, .tooManyOpenFiles,
            .timedOut:
            true
        default:
            false
        }
    }

    /// The system's words, the number, and what usually helps: "address already in use (98); another process ...".
    var text: String {
        let words = zmq_strerror(rawValue).map { String(cString: $0) } ?? "unknown error"
        let plain = words.prefix(1).lowercased() + words.dropFirst()
        let advice = advice.map { "; \($0)" } ?? ""
        return "\(plain) (\(rawValue))\(advice)"
    }

    private var advice: String? {
        switch self {
        case .addressInUse: "another process listens there"
        case .addressNotAvailable, .noSuchDevice: "the address does not belong to this machine"
        case .accessDenied: "a port below 1024 needs a privilege"
        case .hostUnreachable: "no peer with that routing id is connected"
        case .tooManyOpenFiles: "raise the limit of open files"
        case .protocolNotSupported: "an endpoint looks like tcp://127.0.0.1:7400"
        default: nil
        }
    }
}
