public import DaemonKit
public import SafeguardingModel

/// An adapter as a daemon.
///
/// The programs differ in their name and sector; everything else is in their `adapter.yaml`.
public protocol AdapterProgram: DaemonProgram {
    /// The sector that this program is for; nil: any.
    static var sector: Sector? { get }
    var adapter: Adapter { get }
    init(adapter: Adapter)
}

extension AdapterProgram {
    public static var fileHelp: String? { "check FILE: shows what this export would publish, and sends nothing." }

    public static func defaultConfiguration() throws -> String {
        try AdapterLookup(program: name, sector: sector).configuration()
    }

    public init(_ file: ConfigurationFile) throws {
        let configuration = try AdapterConfiguration(file)
        if let own = Self.sector, let asked = configuration.sector, asked != own {
            throw WrongUsage("\(Self.name) is for the sector \(own); \(file.path) is for \(asked)")
        }
        self.init(adapter: Adapter(configuration))
    }

    public var log: LogSettings { adapter.configuration.log }
    public var data: String { adapter.configuration.data }

    public var subject: String? { SectorCheck(adapter.configuration).whose }

    public func faults() async -> [String] {
        let fault = SectorCheck(adapter.configuration).fault(for: Self.name, of: Self.sector)
        return [fault].compactMap(\.self) + (await AdapterCheck(adapter.configuration).faults())
    }

    public func show(file: String) async throws -> Bool {
        let preview = try ExportPreview(of: file, adapter.configuration)
        for line in preview.lines { print(HarmlessText.printed(line)) }
        return preview.isUsable
    }

    public func start(_ context: DaemonContext) async throws -> RunningDaemon {
        try await adapter.start(context, software: Self.name)
    }
}
