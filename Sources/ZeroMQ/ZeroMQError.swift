import CZeroMQ

/// An error of libzmq, or of this library on its behalf.
///
/// The description is written for the person who operates the process: the operation, the endpoint, the cause and,
/// where it is known, the usual remedy.
public struct ZeroMQError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The error number as the operating system or libzmq gave it.
    public let number: Int32

    /// The operation: "bind", "connect", "send" and so on.
    public let operation: String

    /// The endpoint of the operation, if there was one.
    public let endpoint: String?

    /// The cause, in words, with the remedy where one is known.
    public let text: String

    /// Makes an error; without a text of its own it takes the one that belongs to the code.
    public init(_ code: Code, operation: String, endpoint: String? = nil, text: String? = nil) {
        self.number = code.rawValue
        self.operation = operation
        self.endpoint = endpoint
        self.text = text ?? code.text
    }

    /// The error number under a name that can be compared: `error.code == .addressInUse`.
    public var code: Code { Code(rawValue: number) }

    /// Whether the same call can succeed later without anyone changing anything.
    public var isRetriable: Bool { code.isRetriable }

    public var description: String {
        let place = endpoint.map { "\(operation) \($0)" } ?? operation
        return "\(place): \(text)"
    }
}

extension ZeroMQError {
    /// The error that the last libzmq call of this thread left behind; ask at once, before anything else runs.
    static func last(_ operation: String, endpoint: String? = nil) -> ZeroMQError {
        ZeroMQError(Code(rawValue: zmq_errno()), operation: operation, endpoint: endpoint)
    }
}
