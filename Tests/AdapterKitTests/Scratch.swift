import DaemonKit
import Glibc
import Testing

/// A folder of one test's own, removed with it.
final class Scratch: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/refbus-test.XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        path = String(cString: made)
    }

    deinit { Scratch.remove(path) }

    func callAsFunction(_ name: String) -> String { Path.join(path, name) }

    @discardableResult
    func write(_ text: String, to name: String, mode: UInt32 = 0o600) throws -> String {
        let target = self(name)
        try Files.makeFolder(Path.parent(of: target))
        try Files.write(Array(text.utf8), to: target, mode: mode)
        return target
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
