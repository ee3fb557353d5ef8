import Logging
public import SafeguardingModel
public import ServiceLifecycle

/// Writes `health.json` into the data folder every few seconds: what the daemon last said of itself, for those who come
/// when it is gone. How it is now only the process itself can say (``HealthSocket``).
public struct HealthFile: Service {
    /// How often it is written.
    public static let interval = Span.seconds(5)

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

    /// A disk that is full is no reason to stop: whoever asks the process is told.
    private func write() async {
        let document = health.document(facts: await facts())
        try? Files.write(document.bytes + [UInt8(ascii: "\n")], to: path, mode: 0o644)
    }
}
