/// A message that arrived, and what the transport knows about its sender.
public struct Received: Hashable, Sendable {
    /// The most frames that are kept of one message; see ``isTruncated``.
    public static let maximumFrames = 1024

    /// The frames; at a router the first one is the sender's routing id.
    public let frames: [Frame]

    /// The sender's name, as the ``ZAPAuthenticator`` gave it when the sender connected.
    ///
    /// Only this says who sent a message: a routing id can be chosen by its owner, and so can anything written in the
    /// message. It is a fact about the moment of connecting. Revoking a key does not end a live connection, so look the
    /// name up in the present policy for every message. Only sockets that ``SecureSocketFactory`` made as servers give
    /// it: elsewhere libzmq would repeat whatever name the peer claims.
    public let userID: String?

    /// The address that the sender's connection comes from.
    public let peerAddress: String?

    /// Whether the message had more than ``maximumFrames`` frames, of which the rest were thrown away.
    ///
    /// libzmq bounds the size of a frame but not their number. No honest peer sends so many: refuse such a message.
    public let isTruncated: Bool

    /// The frames as a message that can be sent on.
    public var message: Multipart { Multipart(frames) }

    /// The number of bytes in all frames.
    public var byteCount: Int { frames.reduce(0) { $0 + $1.count } }
}
