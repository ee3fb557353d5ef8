import BusProtocol
import BusTransport
import DaemonKit
import Logging
import SafeguardingModel
import ServiceLifecycle
import StrictYAML

/// Watches the register of keys and puts a changed one in force within a second; rereads rules and settings when asked.
///
/// A fault in a file leaves the old state standing: a typing error must not lock the agencies out.
actor RegisterWatch: Service {
    private let configuration: AggregatorConfiguration
    private let policy: AgencyPolicy
    private let ledger: Ledger
    private let logger: Logger
    private var seen: FileInformation?

    init(_ configuration: AggregatorConfiguration, policy: AgencyPolicy, ledger: Ledger, logger: Logger) {
        self.configuration = configuration
        self.policy = policy
        self.ledger = ledger
        self.logger = logger
    }

    private var site: Site { configuration.site }

    /// Before anybody is let in: what the files say now is in the journal. A fault here is a reason not to start.
    func begin() async throws {
        seen = try Files.information(site.agenciesFile)
        try await adopt(AgenciesFile(reading: site))
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(500))
                await self.look()
            }
        }
    }

    private func look() async {
        guard let now = try? Files.information(site.agenciesFile), now != seen else { return }
        seen = now
        await reread()
    }

    /// On SIGHUP, or when the register has changed.
    func reread() async {
        do {
            try await adopt(AgenciesFile(reading: site))
            logger.record(.notice, "Register, rules and settings read again")
        } catch {
            logger.record(.error, "Not read again; what held before still holds", [.reason: "\(error)"])
        }
    }

    private func adopt(_ register: AgenciesFile) async throws {
        // Keys first: a revoked one must not wait for a rule file that somebody is editing.
        policy.replace(with: try AgencyDirectory(register, file: site.agenciesFile))
        let judgement = try SiteConfiguration(
            reading: site,
            agencies: register,
            timezone: configuration.timezone,
            limits: configuration.limits
        )
        try judgement.check()
        if try await ledger.write(judgement) {
            logger.record(.notice, "Judgement has a new configuration", [.count: judgement.rules.count])
        }
    }
}
