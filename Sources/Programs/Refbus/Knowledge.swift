import Aggregator
import ArgumentParser
import Correlation
import DaemonKit
import Journal
import SafeguardingModel

/// What a site's journal says, folded by the same correlator as the aggregator's: the tools need no daemon that answers.
struct Knowledge {
    let journal: Journal
    let correlator: Correlator
    let zone: Zone

    init(_ site: SiteOption) throws {
        let configuration = try site.aggregator()
        guard Files.exists(configuration.journalPath) else {
            throw Complaint("\(configuration.journalPath) does not exist: has the aggregator of this site ever run?")
        }
        journal = try Journal(path: configuration.journalPath, readOnly: true)
        var folding = Folding()
        try folding.run(through: journal)
        correlator = folding.correlator
        zone = Zone(name: configuration.timezone) ?? .london
    }
}
