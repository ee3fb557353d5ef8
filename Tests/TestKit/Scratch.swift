import DaemonKit
import Glibc

/// A folder of one test's own, removed with it.
public final class Scratch: Sendable {
    /// The folder's path.
    public let path: String

    public init(in parent: String = "/tmp") throws {
        var template = Array("\(parent)/refbus-test.XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw FileError(path: parent, message: "no folder can be made") }
        path = String(cString: made)
    }

    deinit { Scratch.remove(path) }

    /// The path of a file inside.
    public func callAsFunction(_ name: String) -> String { Path.join(path, name) }

    /// Writes a file inside, with the folders that it needs; returns its path.
    @discardableResult
    public func write(_ text: String, to name: String, mode: UInt32 = 0o600) throws -> String {
        let target = self(name)
        try Files.makeFolder(Path.parent(of: target))
        try Files.write(Array(text.utf8), to: target, mode: mode)
        return target
    }

    /// Copies all files, as they are at this moment.
    public func copy() throws -> Scratch {
        let copy = try Scratch()
        for name in try Files.names(in: path) { try Files.write(Files.read(self(name)), to: copy(name)) }
        return copy
    }

    private static func remove(_ path: String) {
        if (try? Files.information(path))??.sort == .folder {
            for name in (try? Files.names(in: path)) ?? [] { remove(Path.join(path, name)) }
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
