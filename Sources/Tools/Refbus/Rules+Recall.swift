import Aggregator
import ArgumentParser
import Correlation
import DaemonKit
import Journal
import RuleEngine
import RuleTools
import SafeguardingModel

extension Rules {
    /// `refbus rules recall`.
    struct Recall: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finds everything that one version of a rule has touched: alerts, children, decisions, notices.",
            discussion: "For when a rule proved wrong. It reads the whole journal; nothing is written or sent."
        )

        @OptionGroup var site: SiteOption
        @Argument(help: "The rule's id.") var rule: String
        @Argument(help: "Its version.") var version: Int
        @Flag(help: "As JSON.") var json = false

        func run() throws {
            let recall = try recall(site.journal())
            if json { return Terminal.say(recall.json.text) }
            show(recall, try site.aggregator().zone)
        }

        private func recall(_ journal: Journal) throws -> RuleRecall {
            var recall = RuleRecall(rule: rule, version: version)
            var correlator = Correlator()
            var last = Instant.distantPast
            var versions: Set<Int> = []
            try journal.forEachEntry { entry in
                recall.observe(entry, correlator.apply(entry), correlator)
                last = entry.at
                guard case .configuration = entry.body, let rule = correlator.ruleSet.rule(named: rule) else { return }
                versions.insert(rule.version)
            }
            try demand(versions)
            recall.finish(correlator, at: last)
            return recall
        }

        /// Refuses a rule or a version that never was in force: nothing touched would be no finding.
        private func demand(_ versions: Set<Int>) throws {
            guard !versions.contains(version) else { return }
            let known = versions.sorted().map(String.init).joined(separator: ", ")
            throw CommandError(
                versions.isEmpty
                    ? "no rule '\(rule)' was ever in force here; `refbus rules list --config SITE/Config` names them"
                    : "version \(version) of '\(rule)' was never in force here; there was \(known)"
            )
        }

        private func show(_ recall: RuleRecall, _ zone: Zone) {
            Terminal.table(
                ["ALERT", "CHILD", "SEVERITY", "FIRST", "TOLD", "NOW", "DECISIONS"],
                recall.alerts.map { alert in
                    [
                        alert.id, alert.child?.rawValue ?? "", alert.severity.rawValue, zone.text(alert.first),
                        alert.isTold ? "yes" : "no", alert.isWithdrawn ? "withdrawn" : "stands",
                        alert.decisions.map { "\($0.what) by \($0.by) \(zone.text($0.at))" }.joined(separator: "; "),
                    ]
                }
            )
            for notice in recall.notices {
                Terminal.say("notice \(notice.id) to \(notice.to), \(zone.text(notice.at)): \(notice.text)")
            }
            let decisions = recall.alerts.reduce(0) { $0 + $1.decisions.count }
            Terminal.say(
                "\(rule), version \(version): \(recall.alerts.count) alerts, \(recall.children.count) children, "
                    + "\(decisions) decisions, \(recall.notices.count) notices"
            )
        }
    }
}

extension RuleRecall {
    fileprivate var json: JSONValue {
        [
            "rule": .string(rule), "version": .integer(Int64(version)),
            "children": .array(children.map { .string($0.rawValue) }), "alerts": .array(alerts.map(\.json)),
            "notices": .array(
                notices.map { ["id": .string($0.id), "to": .string($0.to.rawValue), "text": .string($0.text)] }
            ),
        ]
    }
}

extension RuleRecall.Touched {
    fileprivate var json: JSONValue {
        [
            "alert": .string(id), "child": .string(child?.rawValue ?? ""), "severity": .string(severity.rawValue),
            "first": .string(first.rfc3339), "told": .bool(isTold), "withdrawn": .bool(isWithdrawn),
            "facts": .array(facts.map { .integer($0.number) }),
            "decisions": .array(
                decisions.map {
                    ["position": .integer($0.position.number), "by": .string($0.by), "what": .string($0.what)]
                }
            ),
        ]
    }
}
