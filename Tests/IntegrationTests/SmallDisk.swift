import Foundation
import Testing

/// A disk in memory that is soon full.
struct SmallDisk {
    let path: String

    init(at path: String, size: String) throws {
        self.path = path
        let made = try TestSite.run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", path])
        try #require(made.status == 0, "\(made.text)")
    }

    static var isPossible: Bool {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("disk-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard let disk = try? TestSite.run("/bin/mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", path]) else {
            return false
        }
        if disk.status == 0 { _ = try? TestSite.run("/bin/umount", ["-l", path]) }
        return disk.status == 0
    }

    func grow(to size: String) throws {
        let made = try TestSite.run("/bin/mount", ["-o", "remount,size=\(size)", path])
        try #require(made.status == 0, "\(made.text)")
    }

    func unmount() { _ = try? TestSite.run("/bin/umount", ["-l", path]) }
}
