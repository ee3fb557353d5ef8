import ArgumentParser
import Correlation
import DaemonKit
import RuleEngine
import SafeguardingModel

extension Rules {
    /// `refbus rules explain RULE [--why-not CHILD]`.
    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what a rule is for, and shows its file; or why it does not speak of a child.",
            discussion: """
                With --why-not it asks a site's journal, by the rules that the site judges by: the first condition that is not \
                met, and the least that would make the rule speak. CHILD is a child's id (C-...) or an agency's own reference \
                (merseyside-police/MP-77120).
                """
        )

        @OptionGroup var folder: Folder
        @OptionGroup var site: SiteOption
        @OptionGroup var moment: AsOfOption
        @Argument(help: "The rule's id.") var rule: String
        @Option(help: "The child of whom the rule says nothing.") var whyNot: String?
        @Flag(help: "As JSON.") var json = false

        func run() throws {
            if let whyNot { return try explain(whyNot) }
            let rules = try folder.ruleSet()
            guard let found = rules.rule(named: rule) else {
                throw CommandError("there is no rule '\(rule)'; `refbus rules list` names them")
            }
            if json { return Terminal.say(found.description.text) }
            for line in found.lines { Terminal.say(line) }
            Terminal.say("\n\(try folder.files().rules.first { $0.name == found.file }?.text ?? "")")
        }

        private func explain(_ child: String) throws {
            let knowledge = try SiteState(site, asOf: moment)
            let id = try knowledge.child(child)
            let at = try moment.instant(in: knowledge.zone) ?? knowledge.correlator.judgedUntil
            guard let answer = knowledge.correlator.whyNot(id, rule, at: at) else {
                throw CommandError(
                    "this site has no rule '\(rule)'; `refbus rules list --config SITE/Config` names them"
                )
            }
            let alerts = knowledge.correlator.alerts(of: rule, about: id)
            if json { return Terminal.say(answer.description(id, at, alerts).text) }
            Terminal.say(
                "\(id), as known \(knowledge.zone.text(at)): \(rule) \(answer.speaks ? "speaks." : "says nothing.")"
            )
            for alert in alerts { Terminal.say("  \(alert): `refbus alert \(alert)` says why") }
            for (number, sentence) in answer.unmet.enumerated() {
                Terminal.say(answer.unmet.count == 1 ? "  \(sentence)" : "  \(number + 1). \(sentence)")
            }
            guard !answer.speaks else { return }
            Terminal.say("  \(answer.nearest?.sentence ?? "No fact or two would change that.")")
        }
    }
}

extension Correlator {
    /// Returns the ids of a rule's standing alerts about a child.
    fileprivate func alerts(of rule: String, about child: ChildID) -> [String] {
        alertsUnexplained.filter { $0.rule == rule && $0.subject.child == child && !$0.isWithdrawn }.map(\.id)
    }
}

extension Rule {
    /// The lines that are printed before the rule's file.
    fileprivate var lines: [String] {
        [
            "\(name), version \(version), \(status.rawValue): \(title)\n", "Why: \(why)", "Source: \(source)",
            "Severity: \(severity.rawValue). Tells: \(tell.joined(separator: ", "))",
        ] + mistakenWhen.map { "Mistaken when: \($0)" }
    }

    fileprivate var description: JSONValue {
        [
            "rule": .string(name), "version": .integer(Int64(version)), "status": .string(status.rawValue),
            "title": .string(title), "severity": .string(severity.rawValue), "why": .string(why),
            "source": .string(source), "tell": .array(tell.map(JSONValue.string)),
            "mistakenWhen": .array(mistakenWhen.map(JSONValue.string)),
        ]
    }
}

extension WhyNot {
    fileprivate func description(_ child: ChildID, _ at: Instant, _ alerts: [String]) -> JSONValue {
        [
            "child": .string(child.rawValue), "rule": .string(rule), "asOf": .string(at.rfc3339),
            "speaks": .bool(speaks), "alerts": .array(alerts.map(JSONValue.string)),
            "unmet": .array(unmet.map(JSONValue.string)), "nearest": nearest?.description ?? .null,
        ]
    }
}

extension NearMiss {
    fileprivate var description: JSONValue {
        let facts = facts.map { fact -> JSONValue in
            ["type": .string(fact.kind.rawValue), "sector": .string(fact.sector.rawValue)]
        }
        return [
            "sentence": .string(sentence), "facts": .array(facts), "by": .string(by.rfc3339),
            "speaks": .string(speaks.rfc3339),
        ]
    }
}
