import BusProtocol
import BusTransport
public import DaemonKit
import Journal
import Logging
import SafeguardingModel
import ZeroMQ

/// The aggregator as a daemon: its configuration, its checks, its services.
public struct AggregatorProgram: DaemonProgram {
    public static let name = "aggregator"
    public static let abstract = "Puts together what the agencies tell, and alerts the CSE team when it adds up."

    private let configuration: AggregatorConfiguration

    public init(_ file: ConfigurationFile) throws {
        configuration = try AggregatorConfiguration(file)
    }

    public var log: LogSettings { configuration.log }
    public var data: String { configuration.data }
    public var openFiles: UInt64 { 4_096 }

    public func faults() async -> [String] {
        var faults: [String] = []
        func check(_ look: () throws -> Void) {
            do { try look() } catch { faults.append("\(error)") }
        }
        check { try Context.requireCapable() }
        check { _ = try CurveKeyPair(KeyFile(reading: configuration.key)) }
        check { try checkJudgement() }
        check { try Files.makeFolder(configuration.data) }
        return faults
    }

    /// Checks that the register, the rules, the weights and the calendar can be read.
    private func checkJudgement() throws {
        let agencies = try AgenciesFile(reading: configuration.site)
        _ = try AgencyDirectory(agencies, file: configuration.site.agenciesFile)
        let site = try SiteConfiguration(
            configFolder: configuration.site.configuration,
            agencies: agencies.agencies,
            timezone: configuration.timezone
        )
        try site.check()
    }

    public func start(_ context: DaemonContext) async throws -> RunningDaemon {
        try await AggregatorAssembly(configuration, context).running()
    }
}

extension AgenciesFile {
    public init(reading site: Site) throws {
        try self.init(parsing: try Files.text(site.agenciesFile), file: site.agenciesFile)
    }
}
