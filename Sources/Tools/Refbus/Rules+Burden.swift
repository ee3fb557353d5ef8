import ArgumentParser
import DaemonKit
import Replay
import SafeguardingModel
import Simulation

/// The options `--population` and `--seed` for a synthetic authority.
struct PopulationOption: ParsableArguments {
    @Option(help: "The authority's rates (default: population.yaml in the Config folder).") var population: String?
    @Option(help: "The same seed gives the same year.") var seed: UInt64 = 1
    @Option(help: "The Config folder (default: the package's).") var config: String?

    var folder: String { get throws { try config ?? Share.configuration() } }

    func authority() throws -> Authority {
        let path = try population ?? Path.join(folder, "population.yaml")
        let parameters = try PopulationParameters(parsing: try Files.text(path), file: path)
        return Authority(parameters, seed: seed)
    }

    /// Returns the published cases of the parameters, each copy begun on another day of the year.
    func planted(in authority: Authority) throws -> [PlantedCase] {
        var chance = SeededGenerator(seed: seed ^ 0x706c_616e)
        var planted: [PlantedCase] = []
        for one in authority.parameters.planted {
            let script = try Script(path: Path.join(try folder, "scripts/\(one.script).yaml"))
            let length = max(0, script.calendar.day(of: script.until))
            for _ in 1...one.copies {
                let day = chance.below(max(1, authority.parameters.days - length))
                let moved = authority.parameters.day0.number + day - script.calendar.day0.number
                planted.append(
                    PlantedCase(script, number: planted.count + 1, movedBy: moved, recognisedOnDay: one.recognisedOnDay)
                )
            }
        }
        return planted
    }
}

extension Rules {
    /// `refbus rules burden`.
    struct Burden: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Says what the rules would cost the workers of a synthetic authority, and what they would find there.",
            discussion:
                "Everything in it is made up from the rates in population.yaml. The same seed gives the same figures."
        )

        @OptionGroup var population: PopulationOption
        @Option(help: "Write a chart (SVG) to this file.") var chart: String?
        @Flag(help: "As JSON.") var json = false

        func run() throws {
            let authority = try population.authority()
            var study = BurdenStudy(authority, planted: try population.planted(in: authority))
            let report = study.report(under: try Share.judgement(config: population.config))
            if let chart {
                let svg = BurdenChart.svg(
                    report,
                    title: "What the rules ask of a synthetic authority, seed \(population.seed)"
                )
                try Files.write(Array(svg.utf8), to: chart, mode: 0o644)
            }
            if json { return Terminal.say(report.json.text) }
            show(report)
        }

        private func show(_ report: BurdenReport) {
            let severities: [Severity] = [.critical, .high, .medium, .low]
            Terminal.table(
                [
                    "RULE", "CRITICAL", "HIGH", "MEDIUM", "LOW", "TOLD AGAIN", "WITHDRAWN", "PER 1000 CHILDREN",
                    "PER WORKER-DAY",
                ],
                report.rows.map { row in
                    [row.rule] + severities.map { "\(row.counts[$0] ?? 0)" } + [
                        "\(row.toldAgain)", "\(row.withdrawn)",
                        BurdenChart.decimals(report.perThousandChildren(row.alerts), 2),
                        BurdenChart.decimals(report.perWorkerDay(row.alerts), 3),
                    ]
                }
            )
            Terminal.say("")
            Terminal.table(
                ["PLANTED CASE", "FIRST HIGH ALERT", "RECOGNISED", "DAYS BEFORE", "ALERTS", "RULES MISSED"],
                report.planted.map { one in
                    [
                        one.name, one.firstUrgent.map(Zone.london.text) ?? "never", Zone.london.text(one.recognisedAt),
                        one.lead.map { "\($0.milliseconds / 86_400_000)" } ?? "-", "\(one.alerts)",
                        one.missed.joined(separator: ", "),
                    ]
                }
            )
            Terminal.say(
                """

                \(report.children) children, \(report.events) events, \(report.workers) workers: \(report.alerts) alerts a year, \
                \(BurdenChart.decimals(report.perThousandChildren(report.alerts), 2)) for each thousand children.
                High or critical: \(report.urgent), \(BurdenChart.decimals(report.perWorkerDay(report.urgent), 3)) a worker-day.
                Planted cases with every expected alert: \(report.caught) of \(report.planted.count).
                """
            )
        }
    }
}

extension BurdenReport {
    fileprivate var json: JSONValue {
        [
            "children": .integer(Int64(children)), "events": .integer(Int64(events)),
            "workers": .integer(Int64(workers)),
            "workerDays": .integer(Int64(workerDays)), "rules": .array(rows.map(\.json)),
            "planted": .array(planted.map(\.json)),
        ]
    }
}

extension BurdenReport.Row {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["rule": .string(rule)]
        for severity in Severity.allCases { object[severity.rawValue] = .integer(Int64(counts[severity] ?? 0)) }
        object["toldAgain"] = .integer(Int64(toldAgain))
        object["withdrawn"] = .integer(Int64(withdrawn))
        return .object(object)
    }
}

extension BurdenReport.Outcome {
    fileprivate var json: JSONValue {
        [
            "case": .string(name), "firstUrgent": firstUrgent.map { .string($0.rfc3339) } ?? .null,
            "recognised": .string(recognisedAt.rfc3339), "alerts": .integer(Int64(alerts)),
            "expected": .array(expected.map { .string($0) }), "missed": .array(missed.map { .string($0) }),
        ]
    }
}
