import Accounts
public import DaemonKit
import Foundation
import ZeroMQ

/// The desk as a daemon: its requirements, its checks, its services.
public struct DeskProgram: DaemonProgram {
    public static let name = "cse-desk"
    public static let abstract = "Shows the CSE team what adds up, and writes down what they decide."

    private let configuration: DeskConfiguration

    public init(_ file: ConfigurationFile) throws {
        configuration = try DeskConfiguration(file)
    }

    public var log: LogSettings { configuration.log }
    public var data: String { configuration.data }
    public var openFiles: UInt64 { 2_048 }

    public func faults() async -> [String] {
        var faults: [String] = []
        func check(_ look: () throws -> Void) {
            do { try look() } catch { faults.append("\(error)") }
        }
        check { try Context.requireCapable() }
        check { _ = try configuration.server() }
        check { try checkAccounts() }
        check { try checkAccountKey() }
        check { try Files.makeFolder(configuration.data) }
        check { try checkRestrictions() }
        check { try configuration.breached?.check() }
        if let settings = configuration.provider {
            do {
                try await Provider(settings, clock: SystemClock()).check()
            } catch {
                faults.append("provider \(settings.issuer): \(error)")
            }
        }
        return faults
    }

    public var warnings: [String] {
        guard let secret = configuration.provider?.secret else { return [] }
        return [
            "\(secret): this secret stays as it is until somebody changes it, and goes to the provider at each sign-in; a key is better (clientKey in place of secret; refbus desk provider-key makes one and prints what the provider needs)"
        ]
    }

    private func checkRestrictions() throws {
        let file = configuration.settings.restrictedFile
        guard try Files.information(file) != nil else {
            guard configuration.restricted != nil else { return }
            throw FileError(
                path: file,
                message:
                    "the configuration names this list of restricted children, and it is not there; put it back, or write 'restricted: []' into it where there are none"
            )
        }
        _ = try Restrictions(parsing: Files.text(file), file: file)
    }

    private func checkAccounts() throws {
        guard try DeskAccounts.reading(configuration.accounts.accounts).accounts.isEmpty else { return }
        throw FileError(
            path: configuration.accounts.accounts,
            message: "nobody can sign in yet; run: refbus desk account add NAME"
        )
    }

    /// Checks the key: a missing one is made at the start, but a lost key or another one is a fault.
    private func checkAccountKey() throws {
        let files = configuration.accounts
        let (key, accounts) = (try files.existingKey(), try DeskAccounts.reading(files.accounts))
        guard key != nil || !accounts.needKey else { throw AccountError.keyGone(path: files.key) }
        guard key != nil || files.canMakeKey else {
            throw FileError(
                path: files.key,
                message:
                    "is not there, and the desk may not make it; run as whom its folder belongs to: refbus desk account key"
            )
        }
        let others = accounts.unreadable(with: key)
        guard others.isEmpty else { throw AccountError.otherKey(path: files.key, names: others) }
    }

    public func start(_ context: DaemonContext) async throws -> RunningDaemon {
        try await DeskAssembly(configuration, context).running()
    }
}
