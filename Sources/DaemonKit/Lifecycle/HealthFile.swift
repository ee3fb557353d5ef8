import Logging
public import SafeguardingModel
public import ServiceLifecycle

/// Writes `health.json` into the data folder every few seconds, so that `<program> health` and a container's
/// health check can tell a daemon that works from one that hangs.
public struct HealthFile: Service {
    /// How often it is written.
    public static let interval = Span.seconds(5)
    /// A file older than this was left behind by a daemon that hangs or is gone.
    public static let staleAfter = Span.seconds(30)

    private let path: String
    private let health: Health
    private let clock: any WallClock
    private let facts: @Sendable () async -> JSONObject

    public init(
        in data: String,
        health: Health,
        clock: any WallClock = SystemClock(),
        facts: @escaping @Sendable () async -> JSONObject
    ) {
        self.path = HealthFile.path(in: data)
        self.health = health
        self.clock = clock
        self.facts = facts
    }

    public static func path(in data: String) -> String { Path.join(data, "health.json") }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // Right after the start the state changes soon, and a watcher waits for it.
                let pause = health.state == .starting ? Span.milliseconds(100) : HealthFile.interval
                await write()
                try? await clock.sleep(for: pause)
            }
        }
        health.set(.stopped)
        await write()
    }

    /// A disk that is full is no reason to stop: the stale file tells.
    private func write() async {
        let document = health.document(facts: await facts())
        try? Files.write(document.bytes + [UInt8(ascii: "\n")], to: path, mode: 0o644)
    }
}
