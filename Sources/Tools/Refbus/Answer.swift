import ArgumentParser
import BusProtocol
import Foundation
import SafeguardingModel

/// `refbus answer QUESTION --as AGENCY "WORDS"`.
struct Answer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answers a question of the CSE team, with an agency's key. Exit 1 if it is refused.",
        discussion:
            "For an agency whose own system cannot: `refbus notices AGENCY` shows the questions and their numbers."
    )

    @OptionGroup var site: SiteOption
    @Argument(help: "The question's number, such as Q-214.") var question: String
    @Argument(help: "The answer, in words that the CSE team may read.") var words: String
    @Option(name: .customLong("as"), help: "The agency that answers.") var agency: String

    func run() async throws {
        guard question.hasPrefix("Q-"), Int64(question.dropFirst(2)) != nil else {
            throw CommandError("a question's number looks like Q-214; refbus notices \(agency) shows it")
        }
        guard !words.allSatisfy(\.isWhitespace) else { throw CommandError("the answer has no words") }
        let refused = try await Sending(site: site, agency: agency).send([event.bytes], patience: 60)
        for event in refused { Terminal.complain("\(event.refusal)") }
        guard refused.isEmpty else { throw ExitCode(1) }
        Terminal.say("The answer to \(question) is in the journal.")
    }

    private var event: JSONValue {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)).rfc3339
        return [
            "specversion": "1.0", "id": .string("answer-\(question)-\(UUID().uuidString.lowercased())"),
            "source": .string("/\(agency)/refbus"),
            "type": .string(EventKind.requestAcknowledged.type), "time": .string(now), "recordedtime": .string(now),
            "datacontenttype": "application/json",
            "data": ["request": .string(question), "to": "cse-team", "summary": .string(words)],
        ]
    }
}
