import Logging
public import SafeguardingModel
public import ServiceLifecycle

/// The service that writes `health.json` into the data folder every few seconds: the last known health, for when the
/// process has ended. Only the process itself can report its present health (``HealthSocket``).
public struct HealthFile: Service {
    /// The time between two writes.
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

    /// Returns the path of `health.json` in a daemon's data folder.
    public static func path(in data: String) -> String { Path.join(data, "health.json") }

    /// Writes at the interval until the daemon drains, and the state `stopped` at the end. Never throws.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // The state changes soon after the start, and a watcher waits for that.
                let pause = health.state == .starting ? Span.milliseconds(100) : HealthFile.interval
                await write()
                try? await clock.sleep(for: pause)
            }
        }
        health.set(.stopped)
        await write()
    }

    /// Writes the file; a full disk does not stop the service, because the socket still answers.
    private func write() async {
        let document = health.document(facts: await facts())
        try? Files.write(document.bytes + [UInt8(ascii: "\n")], to: path, mode: 0o644)
    }
}
