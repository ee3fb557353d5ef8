import DaemonKit
import Synchronization

/// The accounts as the file has them now.
///
/// A file that cannot be read lets nobody in.
final class AccountBook: Sendable {
    private struct Content {
        var stamp: FileInformation?
        var accounts = DeskAccounts()
        var fault: AccountFault?
    }

    private let file: String
    private let content = Mutex(Content())

    init(file: String) {
        self.file = file
    }

    /// What keeps people out, if anything does.
    var fault: AccountFault? { refreshed().fault }

    func account(_ name: String) -> Account? { refreshed().accounts[name] }

    func account(subject: String) -> Account? { refreshed().accounts.accounts.first { $0.subject == subject } }

    /// Everybody who may sign in, by name.
    var all: [Account] { refreshed().accounts.accounts }

    /// Nobody can sign in yet.
    var isEmpty: Bool { refreshed().accounts.accounts.isEmpty }

    private func refreshed() -> Content {
        content.withLock { content in
            // One look at the file's stamp a request: whoever loses an account loses it now, and not at the next start.
            let stamp = (try? Files.information(file)) ?? nil
            if stamp != content.stamp || content.fault != nil { content = read(stamp) }
            return content
        }
    }

    private func read(_ stamp: FileInformation?) -> Content {
        do throws(AccountFault) {
            return Content(stamp: stamp, accounts: try DeskAccounts.reading(file))
        } catch {
            return Content(stamp: stamp, fault: error)
        }
    }
}
