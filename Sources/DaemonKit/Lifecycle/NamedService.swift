public import ServiceLifecycle

/// A service with the name that logs and a late exit use for it.
public struct NamedService: Sendable {
    /// In a word or two, as the log writes it.
    public let name: String
    let service: any Service

    public init(_ name: String, _ service: any Service) {
        self.name = name
        self.service = service
    }

    /// Makes a service of a closure that runs until the graceful shutdown or its cancellation.
    public init(_ name: String, _ run: @escaping @Sendable () async throws -> Void) {
        self.init(name, ClosureService(body: run))
    }
}

private struct ClosureService: Service {
    let body: @Sendable () async throws -> Void

    func run() async throws { try await body() }
}
