import ArgumentParser
import EventFormat
import SafeguardingModel

/// `refbus identity list|why|decide|train|evaluate`.
struct Identity: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows which records are one child and why, lets a person decide, learns weights and measures.",
        subcommands: [List.self, Why.self, Decide.self, Train.self, Evaluate.self]
    )

    /// Reads `AGENCY/REFERENCE`.
    static func record(_ text: String) throws -> RecordKey {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw CommandError("'\(text)' is no record; write AGENCY/REFERENCE, such as merseyside-police/MP-77120")
        }
        return RecordKey(agency: AgencyName(rawValue: parts[0]), subject: parts[1])
    }

    /// Reads `handle:h77`, in any spelling that people use.
    static func adult(_ text: String) throws -> LinkKey {
        guard let key = LinkKey(spelled: text) else {
            throw CommandError(
                "'\(text)' is no adult's key; write one as refbus identity list --people shows it, such as handle:h77,"
                    + " phone:447700900123, vehicle:AB12CDE or reference:merseyside-police/N-4"
            )
        }
        let usual: String? =
            switch key.scheme {
            case .handle: Normalised.handle(key.value)
            case .phone: Normalised.phone(key.value)
            case .vehicle: Normalised.vehicle(key.value)
            case .uprn, .premises: nil
            case .nameAndBirth, .reference: key.value
            }
        guard let usual else {
            throw CommandError("'\(text)' is no \(key.scheme.rawValue) by which an adult is recognised")
        }
        return LinkKey(key.scheme, usual)
    }
}
