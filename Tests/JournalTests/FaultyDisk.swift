import Foundation
import GRDBSQLite
import Synchronization

/// A disk that fails when it is told to: a layer between SQLite and the system's files, which passes everything on
/// otherwise.
enum FaultyDisk {
    enum Fault: Int32 {
        case full, write, sync, read

        /// The code that SQLite's own layer gives.
        fileprivate var code: Int32 {
            switch self {
            case .full: SQLITE_FULL
            case .write: SQLITE_IOERR | (3 << 8)
            case .sync: SQLITE_IOERR | (4 << 8)
            case .read: SQLITE_IOERR | (1 << 8)
            }
        }
    }

    private struct File {
        var path: String
        // SAFETY: the system's layer has it for as long as the process runs.
        nonisolated(unsafe) var methods: UnsafePointer<sqlite3_io_methods>
    }

    private static let faults = Mutex<[String: Fault]>([:])
    private static let files = Mutex<[Int: File]>([:])
    // SAFETY: set once, before any file is opened through it.
    nonisolated(unsafe) private static var system: UnsafeMutablePointer<sqlite3_vfs>?
    private static let isInstalled: Bool = {
        guard let original = sqlite3_vfs_find(nil) else { return false }
        system = original
        let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        layer.initialize(to: original.pointee)
        layer.pointee.zName = UnsafePointer(strdup("faulty"))
        layer.pointee.pNext = nil
        layer.pointee.xOpen = { _, name, file, flags, given in FaultyDisk.open(name, file, flags, given) }
        return sqlite3_vfs_register(layer, 1) == SQLITE_OK
    }()

    /// Puts the layer below every database that is opened from now on.
    static func install() { precondition(isInstalled) }

    /// Has every file below a folder fail, or no longer.
    static func fail(below folder: String, with fault: Fault?) { faults.withLock { $0[folder] = fault } }

    private static func open(
        _ name: UnsafePointer<CChar>?,
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ flags: Int32,
        _ given: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let system, let open = system.pointee.xOpen else { return SQLITE_CANTOPEN }
        let code = open(system, name, file, flags, given)
        guard code == SQLITE_OK, let file, let name, let methods = file.pointee.pMethods else { return code }
        files.withLock { $0[Int(bitPattern: file)] = File(path: String(cString: name), methods: methods) }
        let own = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        own.initialize(to: methods.pointee)
        own.pointee.xRead = { file, bytes, count, offset in
            FaultyDisk.fault(of: file, among: [.read]) ?? FaultyDisk.system(file)?.xRead(file, bytes, count, offset)
                ?? SQLITE_ERROR
        }
        own.pointee.xWrite = { file, bytes, count, offset in
            FaultyDisk.fault(of: file, among: [.write, .full])
                ?? FaultyDisk.system(file)?.xWrite(file, bytes, count, offset) ?? SQLITE_ERROR
        }
        own.pointee.xSync = { file, flags in
            FaultyDisk.fault(of: file, among: [.sync]) ?? FaultyDisk.system(file)?.xSync(file, flags) ?? SQLITE_ERROR
        }
        file.pointee.pMethods = UnsafePointer(own)
        return code
    }

    private static func system(_ file: UnsafeMutablePointer<sqlite3_file>?) -> sqlite3_io_methods? {
        files.withLock { $0[Int(bitPattern: file)]?.methods.pointee }
    }

    private static func fault(of file: UnsafeMutablePointer<sqlite3_file>?, among sorts: Set<Fault>) -> Int32? {
        guard let path = files.withLock({ $0[Int(bitPattern: file)]?.path }) else { return nil }
        return faults.withLock { faults in
            faults.first { path.hasPrefix($0.key) && sorts.contains($0.value) }?.value.code
        }
    }
}
