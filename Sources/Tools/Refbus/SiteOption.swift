import Aggregator
import ArgumentParser
import BusTransport
import DaemonKit
import Journal
import SafeguardingModel
import ZeroMQ

/// `--site DIR`, for every command that works on a site.
struct SiteOption: ParsableArguments {
    @Option(name: .long, help: "The site's folder, the one that holds Config/.")
    var site = "."

    var value: Site { Site(root: site) }

    /// Returns the site, so that no command makes files in a folder that was mistyped.
    func existing() throws -> Site {
        guard Files.isFolder(value.configuration) else {
            throw CommandError(
                "\(site): there is no site (no folder Config/); give its folder by --site, or make one: refbus init DIR"
            )
        }
        return value
    }

    func agencies() throws -> AgenciesFile {
        let path = try existing().agenciesFile
        return try AgenciesFile(parsing: try Files.text(path), file: path)
    }

    func aggregator() throws -> AggregatorConfiguration {
        try AggregatorConfiguration(ConfigurationFile(path: try existing().configuration(of: "aggregator")))
    }

    /// Opens the aggregator's journal to read it.
    func journal() throws -> Journal {
        let path = try aggregator().journalPath
        guard Files.exists(path) else {
            throw CommandError("\(path) does not exist: has the aggregator of this site ever run?")
        }
        return try Journal(path: path, readOnly: true)
    }
}

extension AggregatorConfiguration {
    /// The clock by which times are printed.
    var zone: Zone { Zone(name: timezone) ?? .london }
}

extension Site {
    /// Returns the aggregator's address for a client that holds a key of this site.
    func address(_ endpoint: String, as name: String) throws -> ServerAddress {
        guard Files.exists(keyFile(name)) else {
            throw CommandError(
                "\(keyFile(name)): there is no key of '\(name)' here; `refbus keys list` shows who has one"
            )
        }
        let keys = try KeyFile(reading: keyFile(name))
        let server = try PublicKeyFile(reading: publicKeyFile("aggregator"))
        return ServerAddress(
            endpoint: endpoint,
            serverKey: try CurvePublicKey(z85: server.publicKey),
            clientKeys: try CurveKeyPair(
                publicKey: CurvePublicKey(z85: keys.publicKey),
                secretKey: CurveSecretKey(z85: keys.secretKey.revealed)
            )
        )
    }
}
