/// A file or folder that cannot be used, why, and what to do about it.
///
/// Never what stands in it.
public struct FileFault: Error, Hashable, Sendable, CustomStringConvertible {
    public var path: String
    public var message: String
    /// The disk is full or a quota is used up: trying again later is sensible.
    public var isOutOfSpace: Bool

    public init(path: String, message: String, isOutOfSpace: Bool = false) {
        self.path = path
        self.message = message
        self.isOutOfSpace = isOutOfSpace
    }

    /// The path and the sentence.
    ///
    /// `keys/police.key: can be read by others (mode 0644); run: chmod 600 keys/police.key`
    public var description: String { "\(path): \(message)" }
}
