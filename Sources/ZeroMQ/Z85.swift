import CZeroMQ

/// The notation of keys as 40 printable characters.
enum Z85 {
    static let keyLength = 32
    static let textLength = 40

    static func text(of bytes: [UInt8]) -> String {
        precondition(bytes.count == keyLength)
        return fillText { zmq_z85_encode($0, bytes, bytes.count) != nil }
    }

    static func bytes(of text: String) throws(CurveKeyError) -> [UInt8] {
        guard text.utf8.count == textLength else { throw .wrongLength(found: text.count) }
        // A zero byte would end the text early in C, and libzmq would read a shorter one without complaint.
        guard text.utf8.allSatisfy({ (33...126).contains($0) }) else { throw .notZ85 }
        var isReadable = false
        let bytes = [UInt8](unsafeUninitializedCapacity: keyLength) { buffer, count in
            isReadable = zmq_z85_decode(buffer.baseAddress, text) != nil
            count = isReadable ? keyLength : 0
        }
        guard isReadable else { throw .notZ85 }
        return bytes
    }

    /// Has a C function write 40 characters and a terminator.
    static func fillText(_ write: (UnsafeMutablePointer<CChar>) -> Bool) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: textLength + 1) { buffer in
            buffer.initialize(repeating: 0)
            guard let start = buffer.baseAddress, write(start) else {
                preconditionFailure("libzmq could not write a key")
            }
            return String(cString: start)
        }
    }
}
