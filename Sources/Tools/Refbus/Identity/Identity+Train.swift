import ArgumentParser
import Correlation
import DaemonKit
import Foundation
import IdentityResolution
import Journal
import SafeguardingModel

extension Identity {
    /// `refbus identity train`.
    struct Train: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Learns weights from a site's own records, without anybody's saying which are one child.",
            discussion: """
                Expectation-maximisation over all records of the journal (or of CSV files). Shows the weights, and what \
                would change. Writes identity.yaml and names.yaml only with --write; the aggregator takes them over at \
                its next start or SIGHUP.
                """
        )

        @OptionGroup var site: SiteOption
        @Argument(help: "CSV files of people in place of the site's journal.") var files: [String] = []
        @Option(help: "Which columns of the files say what.") var columns: String?
        @Flag(help: "Write the weights, the thresholds and the names' frequencies into the site's Config.")
        var write = false
        @Flag(help: "As JSON.") var json = false

        func run() throws {
            let configuration = files.isEmpty || write ? site.value.configuration : nil
            let files = try IdentityFiles(configuration)
            let records = try self.records()
            guard records.count >= 100 else {
                throw CommandError("too few records to learn from: \(records.count); at least 100 are needed")
            }
            var study = RecordLinkage(settings: files.settings)
            for record in records { study.add(record.key, record.person, writtenDate: record.writtenDate) }
            let proposal = Proposal(study, bearers: 10)
            let change = TrainingChange(records, from: files.settings, to: proposal.settings)
            if json {
                try Terminal.json(TrainingJSON(proposal, change))
            } else {
                TrainingText.show(proposal, from: files.settings, change)
            }
            guard write else { return }
            try IdentityFileEdit(files).write(proposal.settings)
            Terminal.say("\nWritten: \(files.identityPath) and \(files.namesPath).")
        }

        private func records() throws -> [FileRecord] {
            guard files.isEmpty else {
                let map = try columns.map { try ColumnMap(parsing: try Files.text($0), file: $0) } ?? ColumnMap()
                return try files.enumerated().flatMap { number, path in
                    try RecordFile(path: path, map: map, agency: "file-\(number + 1)").records
                }
            }
            return try SiteState(site).told()
        }
    }
}

extension SiteState {
    /// Returns each record's child with every field as the last event gave it.
    fileprivate func told() throws -> [FileRecord] {
        var people: [RecordKey: PersonRecord] = [:]
        try journal.forEachEntry(of: .event) { entry in
            guard case .event(let event, let agency) = entry.body, let person = event.child, !event.exercise,
                let key = RecordKey(of: event, from: agency)
            else { return }
            people[key, default: PersonRecord()].update(with: person)
        }
        return people.sorted { $0.key < $1.key }.map {
            FileRecord(id: $0.key.description, key: $0.key, person: $0.value, writtenDate: nil)
        }
    }
}

extension PersonRecord {
    fileprivate mutating func update(with new: PersonRecord) {
        let fields: [WritableKeyPath<PersonRecord, String>] = [
            \.givenName, \.familyName, \.sex, \.postcode, \.address, \.town, \.nhsNumber, \.upn, \.pncId,
            \.localAuthorityId,
        ]
        for field in fields where !new[keyPath: field].isEmpty { self[keyPath: field] = new[keyPath: field] }
        if let day = new.born { born = day }
        for alias in new.aliases where !aliases.contains(alias) { aliases.append(alias) }
    }
}
