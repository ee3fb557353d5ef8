import Aggregator
import ArgumentParser
import Correlation
import Foundation
import Journal
import SafeguardingModel

/// `refbus alerts`.
struct Alerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the alerts, the most urgent first.")

    @OptionGroup var site: SiteOption
    @OptionGroup var moment: AsOfOption
    @Flag(help: "Also those that are closed or withdrawn.") var all = false
    @Flag(help: "As JSON.") var json = false
    @Flag(help: "Stay, and print each alert as it is raised or changes.") var follow = false

    func run() async throws {
        let knowledge = try SiteState(site, asOf: moment)
        let alerts = knowledge.correlator.alerts.filter { all || $0.isOpen }.sorted(by: AlertText.isMoreUrgent)
        if json {
            try Terminal.json(alerts)
        } else if alerts.isEmpty {
            Terminal.say("No alert is open. \(coverage(knowledge)), not a finding that all is well.")
        } else {
            Terminal.table(AlertText.header, alerts.map { AlertText.row($0, knowledge.zone) })
        }
        sayWhatIsSetAside(knowledge)
        if follow { try await Following(site: site, from: knowledge).run() }
    }

    /// Reports the facts that are set aside, to standard error because the list itself may be JSON.
    private func sayWhatIsSetAside(_ knowledge: SiteState) {
        let count = knowledge.correlator.setAsideCount
        guard count > 0 else { return }
        Terminal.complain(
            "\(count) facts are kept and not judged, as more came than is judged of one child: `refbus aside`"
        )
    }

    private func coverage(_ knowledge: SiteState) -> String {
        let found = "This is what was found in \(knowledge.journal.last) journal entries"
        guard knowledge.correlator.tooOld > 0, let since = knowledge.correlator.judgedSince else { return found }
        let day = Zone.text(knowledge.zone.day(of: since))
        return found
            + ", of which \(knowledge.correlator.tooOld) tell of what happened before \(day) and were not judged"
    }
}

/// `refbus alert ID`.
struct AlertOne: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert",
        abstract: "Shows one alert with its reasons, its evidence and what is not known."
    )

    @OptionGroup var site: SiteOption
    @OptionGroup var moment: AsOfOption
    @Argument(help: "The alert's id, as `refbus alerts` shows it.") var id: String
    @Flag(help: "As JSON.") var json = false

    func run() throws {
        let knowledge = try SiteState(site, asOf: moment)
        guard let alert = knowledge.correlator.alert(id) else {
            throw CommandError("there is no alert '\(id)'; `refbus alerts --all` lists them")
        }
        if json { return try Terminal.json(alert) }
        for line in AlertText.lines(alert, knowledge.zone) { Terminal.say(line) }
    }
}

/// `--follow`: prints the effects of new journal entries as they are written.
struct Following {
    let site: SiteOption
    let from: SiteState

    func run() async throws {
        var folding = JournalFold(correlator: from.correlator, after: from.journal.last)
        while !Task.isCancelled {
            try await Task.sleep(for: .milliseconds(500))
            let journal = try site.journal()
            try folding.run(through: journal, effectsAfter: 0) { effects in
                for recorded in effects { AlertText.announce(recorded.effect, from.zone) }
            }
            journal.close()
        }
    }
}
