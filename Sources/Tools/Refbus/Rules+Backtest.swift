import Aggregator
import ArgumentParser
import DaemonKit
import Journal
import Replay
import RuleTools
import SafeguardingModel

extension Rules {
    /// `refbus rules backtest`.
    struct Backtest: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets the past happen under changed rules: what would be raised, earlier, later, or no more.",
            discussion: """
                The past is a site's journal, or scripts. --rules is a folder with the changed files; rules that are not in it \
                stay as they were, and one whose status is 'retired' there is tried without. Nothing is written or sent.
                """
        )

        @OptionGroup var site: SiteOption
        @Argument(help: "Scripts to play instead of the site's journal.") var scripts: [String] = []
        @Option(help: "From this day on.") var from: String?
        @Option(help: "To the end of this day.") var to: String?
        @Option(help: "The folder with the changed rules (default: the site's own, as they are now).") var rules:
            String?
        @Option(help: "For scripts: the Config folder with the rules as they were (default: the package's).")
        var config: String?
        @Flag(help: "As JSON.") var json = false
        @Flag(help: "Also what stays the same.") var all = false

        func run() throws {
            let folder = rules ?? site.value.rules
            let files = try SiteConfiguration.TextFile.all(in: folder)
            let pasts = scripts.isEmpty ? [try journal(files)] : try scripts.map { try script($0, files) }
            guard pasts.contains(where: { !$0.events.names.isEmpty }) else {
                throw CommandError(
                    "\(folder) holds no rule that differs from those in force; give the changed files by --rules"
                )
            }
            var changes: [Changed] = []
            for past in pasts {
                let (from, to) = (try day(from, past.zone), try day(to, past.zone, end: true))
                changes += past.events.report(from: from, to: to).changes.map { Changed(past: past, change: $0) }
            }
            if json { return Terminal.say(JSONValue.array(changes.map { $0.change.json(of: $0.past.name) }).text) }
            show(changes)
        }

        /// A past that happens again: its script's name, empty for the site's journal, and its clock.
        private struct Past {
            var name = ""
            let zone: Zone
            let events: RuleTools.Backtest
        }

        private struct Changed {
            let past: Past
            let change: BacktestReport.Change
        }

        private func journal(_ files: [SiteConfiguration.TextFile]) throws -> Past {
            let journal = try site.journal()
            let changed = try ChangedRules(inForce: try journal.configurations(), new: files)
            var backtest = RuleTools.Backtest(changed)
            try journal.forEachEntry { try backtest.apply($0) }
            return Past(zone: try site.aggregator().zone, events: backtest)
        }

        /// Returns a script's events as a journal would hold them.
        private func script(_ path: String, _ files: [SiteConfiguration.TextFile]) throws -> Past {
            let script = try Script(path: path)
            let old = try Share.judgement(config: config).playing(script)
            var backtest = RuleTools.Backtest(try ChangedRules(inForce: [old], new: files))
            let steps = DeliveryPlan(script).steps
            let start = min(steps.first?.at ?? script.until, script.until)
            try backtest.apply(JournalEntry(position: 1, at: start, body: .configuration(old)))
            var position: Position = 1
            for case .delivery(let delivery) in steps {
                position += 1
                let body = JournalEntry.Body.event(delivery.document.event, from: delivery.agency)
                try backtest.apply(JournalEntry(position: position, at: delivery.at, body: body))
            }
            backtest.finish(at: script.until, after: position)
            return Past(name: Path.name(of: path), zone: script.calendar.zone, events: backtest)
        }

        private func day(_ text: String?, _ zone: Zone, end: Bool = false) throws -> Instant {
            guard let text else { return end ? .distantFuture : .distantPast }
            guard let day = CivilDay(text) else { throw CommandError("'\(text)' is no day; write 2016-02-01") }
            return end ? zone.startOfDay(day.advanced(by: 1)) - .milliseconds(1) : zone.startOfDay(day)
        }

        private func show(_ changes: [Changed]) {
            let report = BacktestReport(changes: changes.map(\.change))
            guard !report.rules.isEmpty else {
                return Terminal.say("No rule that differs said anything in this time, before or after.")
            }
            let shown = changes.filter { all || $0.change.sort != .same }
            if !shown.isEmpty {
                let header = ["RULE", "CHILD", "WHAT", "AS IT WAS", "AS CHANGED", "DAYS"]
                Terminal.table(
                    scripts.count > 1 ? ["SCRIPT"] + header : header,
                    shown.map { (scripts.count > 1 ? [$0.past.name] : []) + row($0.change, $0.past.zone) }
                )
                Terminal.say("")
            }
            Terminal.table(
                ["RULE"] + BacktestReport.Change.Sort.allCases.map { $0.rawValue.uppercased() },
                report.rules.map { rule in
                    [rule] + BacktestReport.Change.Sort.allCases.map { "\(report.count($0, rule: rule))" }
                }
            )
        }

        private func row(_ change: BacktestReport.Change, _ zone: Zone) -> [String] {
            [
                change.rule, change.child?.rawValue ?? "", change.sort.rawValue, words(change.old, zone),
                words(change.new, zone), change.days,
            ]
        }

        private func words(_ side: BacktestReport.Change.Side?, _ zone: Zone) -> String {
            guard let side else { return "-" }
            return
                "\(zone.text(side.raisedAt)) \(side.severity.rawValue)\(side.isWithdrawn ? ", withdrawn" : "")"
        }
    }
}

extension BacktestReport.Change {
    /// The shift in days: `3.5 earlier`.
    fileprivate var days: String {
        guard let shift, shift != .zero else { return "" }
        let tenths = Int(abs(shift.milliseconds) / 8_640_000)
        return "\(tenths / 10).\(tenths % 10) \(shift < .zero ? "earlier" : "later")"
    }

    fileprivate func json(of script: String) -> JSONValue {
        var object: JSONObject = ["rule": .string(rule), "change": .string(sort.rawValue)]
        if !script.isEmpty { object["script"] = .string(script) }
        if let child { object["child"] = .string(child.rawValue) }
        if let old { object["old"] = old.json }
        if let new { object["new"] = new.json }
        if let shift { object["seconds"] = .integer(shift.milliseconds / 1_000) }
        return .object(object)
    }
}

extension BacktestReport.Change.Side {
    fileprivate var json: JSONValue {
        [
            "raised": .string(raisedAt.rfc3339), "entered": .string(enteredAt.rfc3339),
            "severity": .string(severity.rawValue), "withdrawn": .bool(isWithdrawn),
        ]
    }
}
