import ServiceLifecycle

/// A service whose name is known while it runs and when it fails.
struct WatchedService: Service {
    let service: NamedService
    let overtime: Overtime

    func run() async throws {
        overtime.began(service.name)
        defer { overtime.finished(service.name) }
        do {
            try await service.service.run()
        } catch is CancellationError where overtime.isDraining {
            return
        } catch {
            throw DaemonError.failed(service: service.name, reason: error)
        }
        if !Task.isShuttingDownGracefully && !Task.isCancelled { throw DaemonError.ended(service: service.name) }
    }
}
