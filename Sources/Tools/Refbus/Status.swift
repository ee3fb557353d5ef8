import Aggregator
import ArgumentParser
import DaemonKit
import EventFormat
import SafeguardingModel

/// `refbus status`.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Asks each daemon of a site how it is. Exit 1 if one that runs, or has run, here is not well.",
        discussion: "A daemon that has never run here is taken to run on another machine; the aggregator must run here."
    )

    @OptionGroup var site: SiteOption
    @Flag(help: "As JSON.") var json = false

    func run() throws {
        let names =
            try ["aggregator"] + site.agencies().holders.filter { $0.role != .operatorTool }.map(\.name.rawValue)
        let reports = names.map { ($0, HealthReport(asking: site.value.data(of: $0))) }
        json ? Terminal.say(document(reports).text) : show(reports)
        let isWell = reports.allSatisfy { name, report in
            report.isWell || !report.hasRunHere && name != "aggregator"
        }
        if !isWell { throw ExitCode(1) }
    }

    private typealias Report = (name: String, report: HealthReport)

    private func show(_ reports: [Report]) {
        Terminal.table(
            ["DAEMON", "STATE", "FACTS"],
            reports.map { name, report in
                let facts = report.facts.members.map { "\($0.name) \($0.value.text)" }
                return [name, report.sentence, facts.joined(separator: ", ")]
            }
        )
    }

    private func document(_ reports: [Report]) -> JSONValue {
        .object(
            JSONObject(
                members: reports.map { name, report in
                    let value: JSONValue = [
                        "well": .bool(report.isWell), "state": .string(report.sentence),
                        "faults": report.said["faults"] ?? .array([]), "facts": .object(report.facts),
                    ]
                    return .init(name: name, value: value)
                }
            )
        )
    }
}

extension HealthReport {
    fileprivate var said: JSONValue { (try? JSONReader.read(document)) ?? .object([:]) }
    fileprivate var facts: JSONObject { said["facts"]?.object ?? [:] }
}
