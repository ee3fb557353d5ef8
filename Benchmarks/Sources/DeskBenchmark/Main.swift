import ArgumentParser
import DaemonKit
import Desk
import Foundation
import SafeguardingModel

/// Measures the desk with a large authority in it: its pages over HTTP, its memory, and many open live pages.
@main
struct DeskBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "Folds a generated past into a desk, serves it on this machine, and asks for its pages."
    )

    @Option(help: "How many entries the journal has.") var events = 500_000
    @Option(help: "About how many children.") var children = 10_000
    @Option(help: "How many alerts stay open; all others are closed, as a team would have.") var open = 2_000
    @Option(help: "How often each page is asked for.") var requests = 300
    @Option(help: "How many pages are open and live.") var live = 200
    @Option(help: "How many new events a second come while they are.") var rate = 10
    @Option(help: "The Config folder.") var config = "Config"
    @Option(help: "The same seed gives the same past.") var seed: UInt64 = 1

    func run() async throws {
        say("events \(events), children \(children), seed \(seed)")
        let desk = try BenchDesk()
        let past = Past(
            configuration: try SiteConfiguration(
                configFolder: config,
                agencies: Authority.agencies,
                timezone: "Europe/London"
            ),
            children: children,
            seed: seed
        )
        let filled = try await desk.fill(past, events: events)
        say(
            "read in \(round(filled)) s; memory \(Memory.resident >> 20) MB; \(await desk.model.openCount) alerts open"
        )
        try await desk.close(past, downTo: open)
        say("memory \(Memory.resident >> 20) MB; \(await desk.model.openCount) alerts open after the team has worked")
        try await desk.serving {
            try await PageSpeed(desk: desk, requests: requests, seed: seed).measure()
            say("memory \(Memory.resident >> 20) MB after these pages")
            try await Hiding(desk: desk, requests: requests * 5, seed: seed).measure()
            try await LivePages(desk: desk, pages: live, rate: rate).measure(past)
        }
    }

    private func round(_ value: Double) -> String { String(format: "%.1f", value) }
}

/// Prints a line at once, into a file, too.
func say(_ line: String) {
    print(line)
    fflush(nil)
}
