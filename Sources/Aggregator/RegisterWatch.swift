import BusProtocol
import BusTransport
import DaemonKit
import Journal
import Logging
import SafeguardingModel
import ServiceLifecycle
import StrictYAML

/// A service that watches the register of keys and puts a changed one in force within a second; it rereads rules and
/// settings when asked.
///
/// After a fault in a file the old state remains in force: a typing error must not lock the agencies out or keep the
/// aggregator from starting. The health reports it for as long as the files differ from what is in force.
actor RegisterWatch: Service {
    private let configuration: AggregatorConfiguration
    private let policy: LiveAgencyDirectory
    private let aggregator: Aggregator
    private let logger: Logger
    private let health: Health
    private var seen: FileInformation?
    /// The files of judgement when they were last put in force, and when they were last compared.
    private var adopted: [String: FileInformation] = [:]
    private var compared: [String: FileInformation] = [:]
    /// The reason why the files could not be put in force.
    private var fault: String?

    init(
        _ configuration: AggregatorConfiguration,
        policy: LiveAgencyDirectory,
        aggregator: Aggregator,
        context: DaemonContext
    ) {
        self.configuration = configuration
        self.policy = policy
        self.aggregator = aggregator
        self.logger = context.logger
        self.health = context.health
    }

    private var site: Site { configuration.site }

    /// Puts the files in force before anybody is admitted: their content is written into the journal; if they have a
    /// fault, the journal's configuration remains in force.
    ///
    /// - Throws: the files' fault, if there is no earlier state.
    func begin() async throws {
        seen = try Files.information(site.agenciesFile)
        do {
            try await adopt(AgenciesFile(reading: site))
        } catch {
            guard try aggregator.journal.lastBody(of: .configuration) != nil, !(error is JournalError) else {
                throw error
            }
            keep(error)
        }
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

    /// Reads the files again, on SIGHUP or when the register has changed.
    func reread() async {
        do {
            try await adopt(AgenciesFile(reading: site))
            logger.record(.notice, "Register, rules and settings read again")
        } catch {
            // A file that could not be opened, for want of descriptors, may hold an urgent change; so does one whose
            // content the journal could not take at the moment.
            if error is FileError || error is JournalError { seen = nil }
            keep(error)
        }
    }

    private func keep(_ error: any Error) {
        logger.record(.error, "Not read again; what held before still holds", [.reason: "\(error)"])
        fault = RegisterWatch.sentence("\(error)")
        compared = site.judgementFiles
        health.report(.rulesOlderThanDisk, fault)
    }

    /// Reads the site's configuration from its files.
    private func read(_ register: AgenciesFile) throws -> SiteConfiguration {
        var judgement = try SiteConfiguration(
            configFolder: site.configuration,
            agencies: register.agencies,
            timezone: configuration.timezone
        )
        judgement.limits = configuration.limits
        return judgement
    }

    private func adopt(_ register: AgenciesFile) async throws {
        // Keys first: a revoked one must not wait for a rule file that somebody is editing.
        policy.replace(with: try AgencyDirectory(register, file: site.agenciesFile))
        LastRegister(configuration).keep(register)
        let files = site.judgementFiles
        let judgement = try read(register)
        try judgement.check()
        if try await aggregator.write(judgement) {
            logger.record(.notice, "Judgement has a new configuration", [.count: judgement.rules.count])
        }
        (adopted, compared, fault) = (files, files, nil)
        health.report(.rulesOlderThanDisk, nil)
    }

    /// Reports in the health whether the files were changed since they were put in force.
    func compareWithDisk() {
        let files = site.judgementFiles
        guard files != compared else { return }
        compared = files
        guard fault == nil else { return compareAfterFault() }
        let names = Set(files.keys).union(adopted.keys).filter { files[$0] != adopted[$0] }.sorted()
        let isSame = names.isEmpty || isInForce
        let list = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        health.report(
            .rulesOlderThanDisk,
            isSame
                ? nil
                : "\(list) changed since it was read; to use it: systemctl reload, or SIGHUP (first: aggregator check)"
        )
    }

    private static func sentence(_ fault: String) -> String {
        "what held before still holds, because a file has a fault: \(fault)"
    }

    /// Reports the fault that the files have now, which may be another one or none.
    private func compareAfterFault() {
        do {
            try read(AgenciesFile(reading: site)).check()
            fault = "what held before still holds; the files have no fault any more, and a reload puts them in force"
        } catch {
            fault = RegisterWatch.sentence("\(error)")
        }
        health.report(.rulesOlderThanDisk, isInForce ? nil : fault)
    }

    /// Whether the files agree with what is in force; a file that was only touched does.
    private var isInForce: Bool {
        guard let register = try? AgenciesFile(reading: site),
            let now = try? read(register),
            let body = try? aggregator.journal.lastBody(of: .configuration)
        else { return false }
        return body == EntryCodec.bytes(of: now)
    }
}

extension Site {
    /// The files on which judgement depends, by path below the site, with their present information in the file system.
    fileprivate var judgementFiles: [String: FileInformation] {
        let rules = ((try? Files.names(in: rules)) ?? []).filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
        let paths = ["identity.yaml", "names.yaml", "calendar.yaml", "relations.yaml"] + rules.map { "rules/\($0)" }
        var files: [String: FileInformation] = [:]
        for path in paths { files["Config/\(path)"] = try? Files.information(Path.join(configuration, path)) }
        return files
    }
}
