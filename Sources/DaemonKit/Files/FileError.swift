/// A file or folder that cannot be used, the reason, and what to do about it.
///
/// It never contains the file's text.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder concerned.
    public var path: String
    /// One sentence that completes the path: the reason, and where there is one the command that mends it.
    public var message: String
    /// Whether the disk is full or a quota used up, so that trying again later is sensible.
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
