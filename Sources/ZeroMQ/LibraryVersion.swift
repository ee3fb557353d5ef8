import CZeroMQ

/// The version of libzmq that this process runs with, which need not be the one it was compiled against.
public struct LibraryVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 4 in 4.3.5; a version with another may differ in anything.
    public let major: Int
    /// 3 in 4.3.5.
    public let minor: Int
    /// 5 in 4.3.5.
    public let patch: Int

    /// Names a version.
    public init(_ major: Int, _ minor: Int, _ patch: Int) {
        (self.major, self.minor, self.patch) = (major, minor, patch)
    }

    /// The version in this process.
    public static var current: LibraryVersion {
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        zmq_version(&major, &minor, &patch)
        return LibraryVersion(Int(major), Int(minor), Int(patch))
    }

    /// The versions whose traps this library knows: from 4.3.4 up to, but not including, 5.
    public static let supported = LibraryVersion(4, 3, 4)..<LibraryVersion(5, 0, 0)

    /// Orders by major, then minor, then patch.
    public static func < (left: LibraryVersion, right: LibraryVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }

    public var description: String { "\(major).\(minor).\(patch)" }
}

extension Context {
    /// Refuses a libzmq that cannot encrypt, or an untested version; call it first in `main`.
    public static func requireCapable() throws(ZeroMQError) {
        try requireCapable(version: .current, hasCurve: zmq_has("curve") == 1)
    }

    /// The check apart from the query, so that a test can pretend another library.
    static func requireCapable(version: LibraryVersion, hasCurve: Bool) throws(ZeroMQError) {
        guard LibraryVersion.supported.contains(version) else {
            let range =
                "\(LibraryVersion.supported.lowerBound) up to, and without, \(LibraryVersion.supported.upperBound)"
            throw ZeroMQError(.notSupported, operation: "load libzmq \(version)", text: "needed is \(range)")
        }
        guard hasCurve else {
            throw ZeroMQError(
                .notSupported,
                operation: "load libzmq \(version)",
                text: "it was built without CURVE encryption"
            )
        }
    }
}
