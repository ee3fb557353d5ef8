public import DaemonKit
public import SafeguardingModel

/// An adapter as a daemon.
///
/// The programs differ in their name and sector; everything else is in their `adapter.yaml`.
public protocol AdapterProgram: DaemonProgram {
    /// The sector that this program is for; nil: any.
    static var sector: Sector? { get }
    /// The adapter that does the program's work.
    var adapter: Adapter { get }
    init(adapter: Adapter)
}

extension AdapterProgram {
    /// The same for every adapter: `check FILE` shows a preview.
    public static var fileHelp: String? { "check FILE: shows what this export would publish, and sends nothing." }

    /// Returns `Config/<program>.yaml` where it exists, else the `adapter.yaml` of the only agency that the program can
    /// serve.
    ///
    /// - Throws: ``UsageError`` that lists the choices where there is none or more than one.
    public static func defaultConfiguration() throws -> String {
        try AdapterLookup(program: name, sector: sector).configuration()
    }

    /// Reads the configuration and opens nothing.
    ///
    /// - Throws: a fault with its line, or ``UsageError`` where the configuration is of another sector than the
    ///   program.
    public init(_ file: ConfigurationFile) throws {
        let configuration = try AdapterConfiguration(file)
        if let own = Self.sector, let asked = configuration.sector, asked != own {
            throw UsageError("\(Self.name) is for the sector \(own); \(file.path) is for \(asked)")
        }
        self.init(adapter: Adapter(configuration))
    }

    /// The settings under `log` of `adapter.yaml`.
    public var log: LogSettings { adapter.configuration.log }
    /// The folder of the outbox.
    public var data: String { adapter.configuration.data }

    /// `agency merseyside-police, sector police`, for `check`.
    public var servedAgency: String? { SectorCheck(adapter.configuration).whose }

    /// Returns a sentence for each fault of sector, keys, mappings, samples and folders, and one where the aggregator
    /// cannot be reached or does not admit the key.
    public func faults() async -> [String] {
        let fault = SectorCheck(adapter.configuration).fault(for: Self.name, of: Self.sector)
        return [fault].compactMap(\.self) + (await AdapterCheck(adapter.configuration).faults())
    }

    /// Prints the events that the export would publish, with the names of their fields and none of their values but
    /// references and times.
    public func show(file: String) async throws -> Bool {
        let preview = try ExportPreview(of: file, adapter.configuration)
        for line in preview.lines { print(HarmlessText.printed(line)) }
        return preview.isUsable
    }

    /// Opens the outbox, reads the mappings, and returns the services.
    public func start(_ context: DaemonContext) async throws -> RunningDaemon {
        try await adapter.start(context, software: Self.name)
    }
}
