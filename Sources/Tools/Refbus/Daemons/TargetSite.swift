import Aggregator
import DaemonKit
import Foundation
import SafeguardingModel
import ZeroMQ

/// A site for one play: configuration with the script's agencies, keys, and free ports.
struct TargetSite {
    let site: Site
    let agencies: [Agency]
    let ports: Ports

    struct Ports {
        let base: UInt16

        var publish: String { "tcp://127.0.0.1:\(base)" }
        var follow: String { "tcp://127.0.0.1:\(base + 1)" }
        var broadcast: String { "tcp://127.0.0.1:\(base + 2)" }
        var desk: String { "127.0.0.1:\(base + 3)" }
        func adapter(_ index: Int) -> String { "127.0.0.1:\(base + 10 + UInt16(index))" }
    }

    /// Writes everything that the daemons need.
    init(in folder: String, configuration: SiteConfiguration, clock: Instant, ports: Ports) throws {
        site = Site(root: folder)
        agencies = configuration.agencies
        self.ports = ports
        try writeJudgement(configuration)
        try writeRegister()
        try write(aggregator(configuration, clock), "aggregator.yaml")
        for (index, agency) in agencies.enumerated() {
            try write(adapter(agency, index), "agencies/\(agency.name)/adapter.yaml")
        }
    }

    func address(of agency: AgencyName) -> String? {
        agencies.firstIndex { $0.name == agency }.map(ports.adapter)
    }

    private func writeJudgement(_ configuration: SiteConfiguration) throws {
        for rule in configuration.rules { try write(rule.text, "rules/\(Path.name(of: rule.name))") }
        try write(configuration.identity?.text ?? "", "identity.yaml")
        if let names = configuration.names { try write(names.text, "names.yaml") }
        try write(configuration.calendar?.text ?? "", "calendar.yaml")
    }

    private func writeRegister() throws {
        var holders = agencies.map {
            AgenciesFile.Holder(name: $0.name, role: .agency, agency: $0)
        }
        holders += [.init(name: "cse-desk", role: .desk), .init(name: "operator", role: .operatorTool)]
        try Files.makeFolder(site.keys, mode: 0o700)
        _ = try KeyMaker(site: site).make("aggregator")
        try KeyMaker(site: site).giveKeys(to: AgenciesFile(holders: holders))
    }

    private func aggregator(_ configuration: SiteConfiguration, _ clock: Instant) -> String {
        """
        publish: \(ports.publish)
        follow: \(ports.follow)
        broadcast: \(ports.broadcast)
        key: keys/aggregator.key
        data: data/aggregator
        timezone: \(configuration.timezone)
        clock: "\(clock.rfc3339)"

        """
    }

    private func adapter(_ agency: Agency, _ index: Int) throws -> String {
        try Files.makeFolder(site.inbox(of: agency.name), mode: 0o700)
        try Files.makeFolder("\(site.configuration(of: agency.name))/mappings", mode: 0o755)
        return """
            agency: \(agency.name)
            sector: \(agency.sector)
            key: keys/\(agency.name).key
            aggregator: { publish: "\(ports.publish)", key: keys/aggregator.pub }
            inbox: inbox/\(agency.name)
            data: data/\(agency.name)
            http: \(ports.adapter(index))
            mappings: Config/agencies/\(agency.name)/mappings
            clock: journal

            """
    }

    private func write(_ text: String, _ name: String) throws {
        let path = Path.join(site.configuration, name)
        try Files.makeFolder(Path.parent(of: path), mode: 0o755)
        try Files.write(Array(text.utf8), to: path, mode: 0o644)
    }
}

extension TargetSite.Ports {
    /// Returns consecutive ports that nobody uses now.
    static func free(count: Int) throws -> TargetSite.Ports {
        for _ in 0..<200 {
            let base = UInt16.random(in: 20_000...30_000)
            if (0..<count).allSatisfy({ isFree(base + UInt16($0)) }) { return TargetSite.Ports(base: base) }
        }
        throw CommandError("no \(count) free ports in a row were found on this machine")
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
