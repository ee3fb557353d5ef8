import Foundation
import Testing

/// What the program says of itself, as ArgumentParser dumps it.
private struct Manual: Decodable {
    struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let arguments: [Argument]?
        let subcommands: [Command]?

        /// The commands without further ones below them, each with the words that call it.
        var leaves: [(words: String, command: Command)] {
            let below = (subcommands ?? []).filter { $0.commandName != "help" }
            guard !below.isEmpty else { return [(commandName, self)] }
            return below.flatMap(\.leaves).map { ("\(commandName) \($0.words)", $0.command) }
        }
    }

    struct Argument: Decodable {
        let valueName: String
        let abstract: String?
    }

    let command: Command
}

@Suite("Every command of the tool")
struct CoverageTests {
    private let leaves: [(words: String, command: Manual.Command)]

    init() throws {
        let text = try Tool.run("--experimental-dump-help").output
        leaves = try JSONDecoder().decode(Manual.self, from: Data(text.utf8)).command.leaves
            .map { (String($0.words.dropFirst("refbus ".count)), $0.command) }
    }

    /// Those whose work needs a running aggregator, or a log of prints: `IntegrationTests` has it; and those whose work
    /// changes a site, which have tests of their own beside the table.
    private static let elsewhere: Set<String> = [
        "publish", "answer", "identity decide", "identity train", "demo", "audit pack", "init", "keys new",
        "keys revoke", "keys rotate",
        "desk account add", "desk account password", "desk account code", "desk account subject", "desk account remove",
    ]

    @Test("has an example of good and one of bad input")
    func examples() {
        #expect(leaves.count > 30)
        for (words, _) in leaves {
            let isShown =
                GoodInputTests.examples.contains { $0.command.hasPrefix(words) } || Self.elsewhere.contains(words)
            #expect(isShown, "\(words) has no example that works")
            #expect(BadInputTests.examples.contains { $0.command.hasPrefix(words) }, "\(words) has no bad input")
        }
    }

    @Test("says what it does, and what each argument means")
    func help() {
        for (words, command) in leaves {
            #expect(command.abstract?.isEmpty == false, "\(words)")
            for argument in command.arguments ?? [] {
                #expect(argument.abstract?.isEmpty == false, "\(words): \(argument.valueName)")
            }
        }
    }
}
