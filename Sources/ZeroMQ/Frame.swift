import CZeroMQ

/// One part of a message: plain bytes, copied from and to libzmq in one piece.
///
/// An array rather than a view of libzmq's memory: a frame can be kept, sent to another thread and parsed later, and
/// copying a kibibyte takes less time than the bookkeeping that would avoid it.
public typealias Frame = [UInt8]

extension [UInt8] {
    /// The UTF-8 bytes of a text.
    public init(text: String) { self = Array(text.utf8) }

    /// The eight bytes of a number, most significant first, as numbers travel in frames.
    public init(bigEndian number: UInt64) {
        self = Swift.withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// The bytes as text, or nothing where they are no valid UTF-8.
    public var utf8Text: String? { String(validating: self, as: UTF8.self) }

    /// The number in a frame of exactly eight bytes, most significant first.
    public var bigEndianUInt64: UInt64? {
        guard count == 8 else { return nil }
        return reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Copies what libzmq received.
    init(copying message: UnsafeMutablePointer<zmq_msg_t>) {
        let bytes = UnsafeRawBufferPointer(start: zmq_msg_data(message), count: zmq_msg_size(message))
        // Filling an array that has no room would write to the storage that all empty arrays share.
        guard !bytes.isEmpty else { self = []; return }
        self = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
            count = bytes.count
        }
    }
}
