import CZeroMQ

/// The half of a key pair that may be shown; it identifies the owner.
public struct CurvePublicKey: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes of the key.
    public let bytes: [UInt8]

    /// Reads a key of 40 characters as key files hold it.
    public init(z85: String) throws(CurveKeyError) { bytes = try Z85.bytes(of: z85) }

    /// Takes a key of 32 bytes; nothing for any other number of them.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Z85.keyLength else { return nil }
        self.bytes = bytes
    }

    /// The key as 40 characters.
    public var z85: String { Z85.text(of: bytes) }

    public var description: String { z85 }
}

/// The half of a key pair that stays with its owner; printing it shows nothing.
public struct CurveSecretKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The 32 bytes of the key.
    public let bytes: [UInt8]

    /// Reads a key of 40 characters as key files hold it.
    public init(z85: String) throws(CurveKeyError) { bytes = try Z85.bytes(of: z85) }

    /// Takes a key of 32 bytes; nothing for any other number of them.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Z85.keyLength else { return nil }
        self.bytes = bytes
    }

    /// The key as 40 characters, for writing a key file and nothing else.
    public var z85: String { Z85.text(of: bytes) }

    /// The public key of this secret key.
    public var publicKey: CurvePublicKey {
        let secret = z85
        let text = Z85.fillText { zmq_curve_public($0, secret) == 0 }
        guard let key = try? CurvePublicKey(z85: text) else { preconditionFailure("libzmq wrote an unreadable key") }
        return key
    }

    public var description: String { "secret key (not shown)" }
    /// The same as the description, so that a debugger shows no key either.
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` shows no key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A secret key and its public key.
public struct CurveKeyPair: Sendable {
    /// The key to give to others.
    public let publicKey: CurvePublicKey
    /// The key that proves the ownership of ``publicKey``.
    public let secretKey: CurveSecretKey

    /// Derives the public key from the secret one.
    public init(secretKey: CurveSecretKey) {
        self.secretKey = secretKey
        self.publicKey = secretKey.publicKey
    }

    /// Takes both as a key file gives them, and refuses two that do not belong together.
    public init(publicKey: CurvePublicKey, secretKey: CurveSecretKey) throws(CurveKeyError) {
        guard secretKey.publicKey == publicKey else { throw .notAPair }
        self.init(secretKey: secretKey)
    }

    /// Makes a new pair from the system's randomness.
    public static func generate() -> CurveKeyPair {
        let secret = Z85.fillText { secret in
            var isMade = false
            _ = Z85.fillText { publicKey in
                isMade = zmq_curve_keypair(publicKey, secret) == 0
                return isMade
            }
            return isMade
        }
        guard let key = try? CurveSecretKey(z85: secret) else { preconditionFailure("libzmq wrote an unreadable key") }
        return CurveKeyPair(secretKey: key)
    }
}
