import Aggregator
import ArgumentParser
import DaemonKit
import EventFormat
import Foundation
import SafeguardingModel

/// `refbus status`.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows how each daemon of a site is. Exit 1 if one that runs here is not well."
    )

    @OptionGroup var site: SiteOption
    @Flag(help: "As JSON.") var json = false

    func run() throws {
        let names =
            try ["aggregator"] + site.agencies().holders.filter { $0.role != .operatorTool }.map(\.name.rawValue)
        let reports = names.map { name in
            let path = HealthFile.path(in: site.value.data(of: name))
            return (name, HealthReport(reading: path, now: SystemClock().now), facts(path))
        }
        json ? Terminal.say(document(reports).text) : show(reports)
        if !reports.allSatisfy(\.1.isWell) { throw ExitCode(1) }
    }

    private typealias Report = (String, HealthReport, JSONObject)

    private func show(_ reports: [Report]) {
        Terminal.table(
            ["DAEMON", "STATE", "FACTS"],
            reports.map { name, report, facts in
                [name, report.sentence, facts.members.map { "\($0.name) \($0.value.text)" }.joined(separator: ", ")]
            }
        )
    }

    private func document(_ reports: [Report]) -> JSONValue {
        .object(
            JSONObject(
                members: reports.map { name, report, facts in
                    let value: JSONValue = [
                        "well": .bool(report.isWell), "state": .string(report.sentence), "facts": .object(facts),
                    ]
                    return .init(name: name, value: value)
                }
            )
        )
    }

    private func facts(_ path: String) -> JSONObject {
        guard let bytes = try? Files.read(path), let document = try? JSONReader.read(bytes) else { return [:] }
        return document["facts"]?.object ?? [:]
    }
}
