import Aggregator
import Correlation
import DaemonKit
import Foundation
import Journal
import Replay
import SafeguardingModel

/// A script's target made of real daemons on loopback: an adapter for each agency, the aggregator, and ZeroMQ between
/// them. Only the clock is the script's.
final class DaemonTarget: ScriptTarget {
    private let folder: String
    private let keep: Bool
    private let desk: DeskSetting?
    private(set) var site: TargetSite?
    private var aggregator: ChildProcess?
    private var adapters: [AgencyName: (process: ChildProcess, client: AdapterClient)] = [:]
    private var deskProcess: ChildProcess?
    private var decisions: DecisionClient?

    /// The settings of a desk that runs beside the play.
    struct DeskSetting {
        let account: String
        let password: String
    }

    /// - Parameter keep: whether to leave the folder and its journal behind.
    init(folder: String, keep: Bool = false, desk: DeskSetting? = nil) {
        self.folder = folder
        self.keep = keep
        self.desk = desk
    }

    deinit {
        stop()
    }

    func configure(_ configuration: SiteConfiguration, at instant: Instant) async throws {
        let ports = try TargetSite.Ports.free(count: 12 + configuration.agencies.count)
        let site = try TargetSite(in: folder, configuration: configuration, clock: instant, ports: ports)
        self.site = site
        try FileManager.default.createDirectory(atPath: "\(folder)/logs", withIntermediateDirectories: true)
        let aggregator = try start("aggregator", as: "aggregator", site.site.configuration(of: "aggregator"))
        self.aggregator = aggregator
        try await aggregator.ready()
        for agency in site.agencies { try open(agency, site) }
        for (_, adapter) in adapters { try await adapter.process.ready() }
        decisions = try DecisionClient(site.site.address(site.ports.follow, as: "operator"))
        if let desk {
            deskProcess = try await DeskStarter(site: site, setting: desk).start(log: "\(folder)/logs/cse-desk.log")
        }
    }

    private func open(_ agency: Agency, _ site: TargetSite) throws {
        guard let address = site.address(of: agency.name) else { return }
        let configuration = "\(site.site.configuration(of: agency.name))/adapter.yaml"
        let process = try start(TargetSite.program(for: agency.sector), as: agency.name.rawValue, configuration)
        adapters[agency.name] = (process, AdapterClient(address: address))
    }

    private func start(_ program: String, as name: String, _ configuration: String) throws -> ChildProcess {
        try ChildProcess(program, ["--config", configuration], name: name, log: "\(folder)/logs/\(name).log")
    }

    func advance(to instant: Instant) async throws {
        guard let answer = try aggregator?.ask(instant.rfc3339), answer.hasPrefix("at ") else {
            throw CommandError("the aggregator did not move its clock")
        }
    }

    /// Sends an event through the adapter's HTTP address, its outbox and the bus; returns when the aggregator has
    /// acknowledged it.
    func deliver(_ delivery: Delivery) async throws {
        guard let client = adapters[delivery.agency]?.client else {
            throw CommandError("no adapter of '\(delivery.agency)' runs")
        }
        try await client.post(delivery.document.bytes)
        try await eventually("\(delivery.agency)'s outbox is empty", seconds: 30) { try await client.pending() == 0 }
    }

    func decide(_ decision: Decision, at: Instant) async throws -> Position {
        guard let decisions else { throw CommandError("no site has been configured yet") }
        return try await decisions.decide(decision)
    }

    /// Returns every alert of the journal, after checking that the aggregator recorded the same.
    func finish() async throws -> [Alert] {
        guard let site, let aggregator else { return [] }
        _ = try aggregator.ask(lastMoment)
        let journal = try Journal(path: "\(site.site.data(of: "aggregator"))/journal.sqlite", readOnly: true)
        defer { journal.close() }
        let verification = try JournalVerification(journal)
        guard verification.faults.isEmpty else { throw CommandError(verification.faults.joined(separator: "; ")) }
        var folding = JournalFold()
        try folding.run(through: journal)
        if !keep { stop() }
        return folding.correlator.alerts
    }

    /// A moment in the past: setting the clock to it moves nothing, and is answered when all is judged and recorded.
    private var lastMoment: String { Instant(milliseconds: 0).rfc3339 }

    /// Lets the clock go on at the machine's pace, and the daemons run until somebody stops them.
    func release() {
        aggregator?.closeInput()
    }

    func stop() {
        deskProcess?.stop()
        for (_, adapter) in adapters { adapter.process.stop() }
        adapters = [:]
        aggregator?.stop()
        (deskProcess, aggregator, decisions) = (nil, nil, nil)
        if !keep { try? FileManager.default.removeItem(atPath: folder) }
    }
}

extension TargetSite {
    /// Returns the adapter for a sector: the five sectors have programs of their own, any other has the generic one.
    static func program(for sector: Sector) -> String {
        Sector.core.contains(sector) ? "\(sector)-adapter" : "refbus-adapter"
    }
}
