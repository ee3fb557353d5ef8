import Accounts
import DaemonKit
import Desk
import Foundation
import Hummingbird
import Journal
import Logging
import SafeguardingModel

/// A desk over a generated past, with one account, served on a free port of this machine.
final class BenchDesk: Sendable {
    static let account = "sample.manager"
    static let password = "four quiet sample words"

    let model = DeskModel()
    let port: Int
    private let folder: String
    private let site: DeskSite

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-bench-\(UUID().uuidString)").path
        try Files.makeFolder(folder)
        let accounts = AccountFiles(accounts: "\(folder)/accounts.yaml", key: "\(folder)/keys/accounts.key")
        try DeskAccounts.add(Self.account, password: Self.password, role: .manager, teams: ["cse-team"], to: accounts)
        port = try FreePort.find()
        let settings = DeskSettings(accounts: accounts, data: "\(folder)/data")
        site = try DeskSite(model: model, decisions: Decided(), settings: settings, clock: SystemClock())
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Reads so many entries; gives the seconds that the desk took for it.
    func fill(_ past: Past, events: Int) async throws -> Double {
        try await model.apply([past.beginning()])
        var seconds = 0.0
        while past.position < Int64(events) {
            let piece = past.piece(of: events)
            let begin = Stopwatch.now
            try await model.apply(piece)
            seconds += Stopwatch.now - begin
        }
        return seconds
    }

    /// Closes the oldest alerts until so many are open, half of which somebody has.
    func close(_ past: Past, downTo open: Int) async throws {
        let ids = await model.openAlertIDs()
        var decisions = ids.dropLast(open).map {
            past.decision(Decision(.close(alert: $0, outcome: "nfa"), by: Self.account, note: "Benchmark."))
        }
        for id in ids.suffix(open / 2) {
            decisions.append(past.decision(Decision(.assign(alert: id, to: Self.account), by: Self.account, note: "")))
        }
        try await model.apply(decisions)
    }

    /// From now on nobody may know of these children.
    func restrict(_ children: [ChildID]) async throws {
        var lines = ["restricted:"]
        for child in children {
            for record in await model.records(of: child) {
                lines.append("  - { record: \(record), readers: [sample.other], why: for the benchmark }")
            }
        }
        try lines.joined(separator: "\n").write(toFile: "\(folder)/restricted.yaml", atomically: true, encoding: .utf8)
    }

    /// Serves while the body runs.
    func serving(_ body: () async throws -> Void) async throws {
        let (ready, continuation) = AsyncStream.makeStream(of: Void.self)
        let application = site.application(
            at: .hostname("127.0.0.1", port: port),
            logger: .silent,
            onListening: { continuation.finish() }
        )
        let running = Task { try await application.run() }
        for await _ in ready {}
        try await body()
        running.cancel()
    }
}

/// Nothing is decided while it is measured.
private struct Decided: Deciding {
    func decide(_ decision: Decision) async throws -> Int64 { 0 }
}

enum FreePort {
    struct None: Error {}

    static func find() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw None() }
        return Int(in_port_t(bigEndian: address.sin_port))
    }
}
