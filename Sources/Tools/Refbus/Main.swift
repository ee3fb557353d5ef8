import ArgumentParser
import SafeguardingModel

/// The tool for operators and testers.
@main
struct Refbus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refbus",
        abstract: "Makes, watches and questions a referral bus; plays cases; tests rules.",
        discussion: """
            A command that works on a site takes --site DIR (default: the folder you stand in). \
            Exit codes: 0 done, 1 an expectation was not met, 2 wrong usage or input.
            """,
        version: "refbus \(Release.version)",
        subcommands: [
            Init.self, Keys.self, Status.self, Alerts.self, AlertOne.self, ChronologyCommand.self, Publish.self,
            Replay.self,
            Rules.self, Simulate.self, Identity.self, JournalCommand.self, Notices.self, Schema.self, Demo.self,
            DeskCommand.self, AuditCommand.self, Answer.self, Aside.self,
        ]
    )

    /// Runs a command. ArgumentParser ends wrong usage with 64; ours is 2, as the documents promise.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch let error as ExitCode {
            exit(withError: error)
        } catch {
            end(error)
        }
    }

    private static func end(_ error: any Error) -> Never {
        let usage = exitCode(for: error)
        if usage == .success { exit(withError: error) }
        let text = fullMessage(for: error)
        Terminal.complain(text.isEmpty ? "\(error)" : text)
        exit(withError: ExitCode(2))
    }
}
