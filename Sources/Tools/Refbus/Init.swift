import Aggregator
import ArgumentParser
import DaemonKit
import Foundation
import SafeguardingModel
import ZeroMQ

/// `refbus init DIR`: a whole site.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a site: configuration, a key for everybody, folders.",
        discussion:
            "The configuration is copied from the package's Config/; edit it afterwards. Nothing is overwritten."
    )

    @Argument(help: "The folder to make.")
    var directory: String

    @Option(
        help: "The first port; the others follow (publish +0, follow +1, broadcast +2, adapters +10 ..., desk +80)."
    )
    var ports = 7400

    @Option(help: "The name under which the other machines reach the aggregator; without it all stays on this machine.")
    var host = "127.0.0.1"

    @Option(help: "Where the configuration to copy lies.")
    var from: String?

    func validate() throws {
        guard (1...65_535 - 80).contains(ports) else { throw ValidationError("--ports is 1 to 65455") }
        guard !host.isEmpty, host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-.:[]".contains($0)) })
        else {
            throw ValidationError("--host is a machine's name or address, such as bus.example.org")
        }
    }

    func run() throws {
        let site = Site(root: directory)
        let template = try from ?? Share.configuration(orGive: "--from")
        for name in ["agencies.yaml", "aggregator.yaml", "rules"] where !Files.exists(Path.join(template, name)) {
            throw CommandError("\(template): this is no Config folder to copy, as it has no \(name)")
        }
        guard !Files.exists(site.configuration) else {
            throw CommandError("\(site.configuration) exists already; a site is made once (choose another folder)")
        }
        try SiteMaker(site: site, template: template, ports: ports, host: host).make()
        Terminal.say("Made a site in \(directory).")
        Terminal.say(
            "Private keys lie in \(site.keys), readable by you only. Each agency needs its own .key and aggregator.pub."
        )
        Terminal.say("Next: aggregator check --config \(site.configuration(of: "aggregator"))")
    }
}

/// The folder of the package's own configuration: beside the sources, or where it was installed.
enum Share {
    /// - Parameter option: the command's option for the folder, named in the fault where none is found.
    static func configuration(orGive option: String = "--config") throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        var places = [environment["REFBUS_SHARE"], "\(program.path)/../share/referral-bus"].compactMap { $0 }
        places += (1...5).map { program.path + String(repeating: "/..", count: $0) } + ["."]
        for place in places.map({ "\($0)/Config" })
        where Files.exists("\(place)/agencies.yaml") && Files.isFolder("\(place)/rules") {
            return URL(fileURLWithPath: place).standardizedFileURL.path
        }
        throw CommandError("the package's Config/ was not found; give it with \(option) or in REFBUS_SHARE")
    }

    /// Returns the rules and settings of a `Config` folder, or the package's; each play brings its own agencies.
    static func judgement(config folder: String?) throws -> SiteConfiguration {
        try SiteConfiguration(configFolder: try folder ?? configuration(), agencies: [], timezone: "Europe/London")
    }
}
