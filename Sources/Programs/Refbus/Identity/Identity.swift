import ArgumentParser
import SafeguardingModel

/// `refbus identity list|why|decide|train|evaluate`.
struct Identity: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows which records are one child and why, lets a person decide, learns weights and measures.",
        subcommands: [List.self, Why.self, Decide.self, Train.self, Evaluate.self]
    )

    /// `AGENCY/REFERENCE`.
    static func record(_ text: String) throws -> RecordKey {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw Complaint("'\(text)' is no record; write AGENCY/REFERENCE, such as merseyside-police/MP-77120")
        }
        return RecordKey(agency: AgencyName(rawValue: parts[0]), subject: parts[1])
    }
}
