import CZeroMQ

/// A setting of a socket that knows the type of its value: `try socket.set(.linger, .zero)`.
public struct SocketOption<Value>: Sendable {
    /// The option's name, as errors give it.
    public let name: String

    let number: Int32
    /// The number of bytes to read back: libzmq's exact number if the size is fixed, else enough for any value.
    let readSize: Int
    /// Whether the option concerns access; it cannot be changed on a socket of the secure factory.
    let guardsAccess: Bool
    let encode: @Sendable (Value) -> [UInt8]
    let decode: @Sendable ([UInt8]) -> Value?
}

extension Socket {
    /// Changes a setting; most take effect only for what is bound or connected afterwards.
    public func set<Value>(_ option: SocketOption<Value>, _ value: Value) throws(ZeroMQError) {
        let operation = "set \(option.name)"
        guard !(option.guardsAccess && protection.isSealed) else {
            throw ZeroMQError(.notPermitted, operation: operation, text: "the secure socket factory has fixed it")
        }
        try setUnguarded(option, value)
    }

    /// Changes a setting, also one that the factory seals afterwards.
    func setUnguarded<Value>(_ option: SocketOption<Value>, _ value: Value) throws(ZeroMQError) {
        let failure = option.encode(value).withUnsafeBytes { bytes in
            zmq_setsockopt(handle.pointer, option.number, bytes.baseAddress, bytes.count) == 0 ? 0 : zmq_errno()
        }
        guard failure == 0 else { throw ZeroMQError(.init(rawValue: failure), operation: "set \(option.name)") }
    }

    /// Reads a setting back; libzmq refuses this for a few, such as subscriptions, with ``ZeroMQError/Code/invalid``.
    public func get<Value>(_ option: SocketOption<Value>) throws(ZeroMQError) -> Value {
        var count = option.readSize
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: option.readSize) { buffer, written in
            failure = zmq_getsockopt(handle.pointer, option.number, buffer.baseAddress, &count) == 0 ? 0 : zmq_errno()
            written = failure == 0 ? count : 0
        }
        guard failure == 0 else { throw ZeroMQError(.init(rawValue: failure), operation: "read \(option.name)") }
        guard let value = option.decode(bytes) else {
            throw ZeroMQError(
                .invalid,
                operation: "read \(option.name)",
                text: "a value of \(bytes.count) bytes makes no sense"
            )
        }
        return value
    }
}
