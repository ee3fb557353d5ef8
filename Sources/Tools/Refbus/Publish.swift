import Aggregator
import ArgumentParser
import BusProtocol
import BusTransport
import DaemonKit
import EventFormat
import Foundation
import SafeguardingModel
import Synchronization
import ZeroMQ

/// `refbus publish FILE --as AGENCY`.
struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends events from a file, one JSON a line, with an agency's key. Exit 1 if one is refused.",
        discussion: "For trials and repairs. An adapter does this better: it keeps an outbox on disk."
    )

    @OptionGroup var site: SiteOption
    @Argument(help: "JSON Lines; - for standard input.") var file: String
    @Option(name: .customLong("as"), help: "The agency whose key sends.") var agency: String
    @Option(help: "Give up after so many seconds.") var patience = 60.0

    func validate() throws {
        guard (1...86_400).contains(patience) else { throw ValidationError("--patience is 1 to 86400 seconds") }
    }

    func run() async throws {
        let lines = try events()
        let refused = try await Sending(site: site, agency: agency).send(lines.map(\.bytes), patience: patience)
        for event in refused { Terminal.say("line \(lines[Int(event.sequence) - 1].number): \(event.refusal)") }
        Terminal.say("\(lines.count - refused.count) accepted, \(refused.count) refused")
        if !refused.isEmpty { throw ExitCode(1) }
    }

    /// Returns the lines that are not blank, numbered as an editor numbers them.
    private func events() throws -> [(number: Int, bytes: [UInt8])] {
        let bytes =
            file == "-" ? [UInt8](FileHandle.standardInput.readDataToEndOfFile()) : try Files.read(file, limit: 1 << 30)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.enumerated().map { ($0 + 1, Array($1)) }.filter { !$0.1.allSatisfy(" \t\r".utf8.contains) }
    }
}

/// A connection that sends events with an agency's key, and waits until the aggregator has acknowledged them.
struct Sending {
    let site: SiteOption
    let agency: String

    /// Sends events, and returns the refused ones.
    func send(_ lines: [[UInt8]], patience: Double) async throws -> [RefusedEvent] {
        let outbox = MemoryOutbox(lines)
        let publisher = try publisher(outbox)
        await publisher.start()
        await publisher.outboxGrew(to: UInt64(lines.count))
        try await settle(outbox, publisher, lines.count, patience: patience)
        await publisher.stop()
        return outbox.refused
    }

    private func settle(_ outbox: MemoryOutbox, _ publisher: Publisher, _ count: Int, patience: Double) async throws {
        let end = ContinuousClock.now + .seconds(patience)
        while outbox.settled < UInt64(count) {
            let link = await publisher.status.link
            if let refusal = link.refusal { throw CommandError(refusal) }
            guard ContinuousClock.now < end else {
                let done = "\(outbox.settled) of \(count) events are acknowledged after \(Int(patience)) s"
                throw CommandError("\(done); sending the same file again does no harm. The connection: \(link)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func publisher(_ outbox: MemoryOutbox) throws -> Publisher {
        let address = try site.existing().address(site.aggregator().publish, as: agency)
        return Publisher(context: try Context(), server: address, outbox: outbox)
    }
}

extension LinkStatus {
    /// The reason why waiting longer changes nothing; nil where it may: a greeting that fails under load looks like another
    /// server key.
    fileprivate var refusal: String? {
        switch self {
        case .denied: "the aggregator does not let this key in: it is unknown there, or revoked"
        case .refused(let fault) where [.role, .protocolVersion, .unknownKey, .revoked].contains(fault.code):
            fault.message
        default: nil
        }
    }
}

/// An outbox for one run of the tool.
final class MemoryOutbox: OutboxPort {
    private struct Content {
        var settled: UInt64 = 0
        var refused: [RefusedEvent] = []
    }

    private let events: [[UInt8]]
    private let epoch = UInt64.random(in: 1...UInt64.max)
    private let content = Mutex(Content())

    init(_ events: [[UInt8]]) {
        self.events = events
    }

    var settled: UInt64 { content.withLock { $0.settled } }
    var refused: [RefusedEvent] { content.withLock { $0.refused } }

    func state() async throws -> OutboxState {
        OutboxState(epoch: epoch, settled: settled, last: UInt64(events.count))
    }

    func nextBatch(after number: UInt64, limit: Int) async throws -> [OutboxEvent] {
        events.indices.dropFirst(Int(number)).prefix(limit).map {
            OutboxEvent(sequence: UInt64($0 + 1), body: events[$0])
        }
    }

    func settled(through number: UInt64, refused: [RefusedEvent]) async throws {
        content.withLock { content in
            content.settled = max(content.settled, number)
            content.refused += refused
        }
    }

    func notice(_ notice: NumberedNotice) async throws {}
}
