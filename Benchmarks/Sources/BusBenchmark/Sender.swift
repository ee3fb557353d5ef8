import ArgumentParser
import BusProtocol
import DaemonKit
import Foundation
import Histogram
import ZeroMQ

/// One agency's adapter with everything but the socket taken out: sends events under CURVE, waits for acknowledgements.
struct Sender: ParsableCommand {
    @Option var site: String
    @Option var endpoint: String
    @Option var sector: String
    @Option var events: Int
    @Option var children = 50_000
    @Option var days = 365
    @Option var series = 1
    /// Tell of each child once, one after the other.
    @Flag var introduce = false
    /// Events a second; 0: as fast as credit allows.
    @Option var rate = 0
    @Option var perMessage = 16
    /// The wall-clock second at which all senders begin.
    @Option var startAt = 0.0

    struct Result: Codable {
        var events: Int
        var began: Double
        var ended: Double
        var p50: Double
        var p99: Double
        var p999: Double
        var worst: Double
    }

    func run() throws {
        guard let sector = SampleEvents.Sector(rawValue: sector) else { throw ValidationError("no such sector") }
        let keys = try KeyFile(reading: "\(site)/keys/\(sector.agency).key")
        let server = try PublicKeyFile(reading: "\(site)/keys/aggregator.pub")
        let pair = try CurveKeyPair(
            publicKey: CurvePublicKey(z85: keys.publicKey),
            secretKey: CurveSecretKey(z85: keys.secretKey.revealed)
        )
        let factory = SecureSocketFactory(context: try Context())
        let socket = try factory.client(.dealer, keys: pair, server: CurvePublicKey(z85: server.publicKey))
        try socket.connect(endpoint)
        var sending = Sending(
            sample: SampleEvents(sector: sector, children: children, days: days, until: Int(startAt), total: events),
            count: events,
            run: series,
            introduces: introduce,
            rate: rate,
            perMessage: perMessage
        )
        let result = try sending.go(socket, startAt: startAt)
        print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    }
}

/// The loop: fill the window, take acknowledgements.
struct Sending {
    let sample: SampleEvents
    let count: Int
    let run: Int
    let introduces: Bool
    let rate: Int
    let perMessage: Int
    private var sent = 0
    private var settled = 0
    private var credit = 0
    private var sentAt: [Double] = []
    private var histogram = Histogram<UInt64>(highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: .three)

    init(sample: SampleEvents, count: Int, run: Int, introduces: Bool, rate: Int, perMessage: Int) {
        self.sample = sample
        self.count = count
        self.run = run
        self.introduces = introduces
        self.rate = rate
        self.perMessage = perMessage
        sentAt = Array(repeating: 0, count: count)
    }

    mutating func go(_ socket: borrowing Socket, startAt: Double) throws -> Sender.Result {
        try greet(socket)
        while Date().timeIntervalSince1970 < startAt { usleep(500) }
        let began = Date().timeIntervalSince1970
        while settled < count {
            let progressed = try fill(socket, began: began)
            try take(socket, wait: progressed ? .zero : rest(began: began))
        }
        let histogram = histogram
        let milliseconds = { (part: Double) in Double(histogram.valueAtPercentile(part)) / 1_000 }
        return Sender.Result(
            events: count,
            began: began,
            ended: Date().timeIntervalSince1970,
            p50: milliseconds(50),
            p99: milliseconds(99),
            p999: milliseconds(99.9),
            worst: Double(histogram.max) / 1_000
        )
    }

    /// How long there is nothing to send; an acknowledgement ends the waiting sooner. What is due within two milliseconds
    /// is slept for in small pieces, since a socket waits for whole milliseconds, and our own lateness would be measured.
    private func rest(began: Double) -> Duration {
        guard rate > 0, sent < min(count, credit) else { return .milliseconds(5) }
        let left = due(sent, began: began) - Date().timeIntervalSince1970
        guard left < 0.002 else { return .milliseconds(Int(left * 1_000) - 1) }
        usleep(UInt32(max(0, min(left, 0.000_2)) * 1_000_000))
        return .zero
    }

    /// When an event is due. The senders are not in step with each other, as agencies are not.
    private func due(_ index: Int, began: Double) -> Double {
        began + (Double(index + 1) + sample.phase) / Double(rate)
    }

    private mutating func greet(_ socket: borrowing Socket) throws {
        let hello = Hello(
            epoch: UInt64.random(in: 1...UInt64.max),
            settled: 0,
            software: "bus-benchmark",
            takesNotices: false
        )
        try send(.hello(hello), socket)
        while true {
            guard let message = try receive(socket, wait: .seconds(10)) else {
                throw ValidationError("no WELCOME in 10 s")
            }
            if case .welcome(let welcome) = message { return credit = Int(welcome.credit) }
        }
    }

    /// Sends what credit and rate allow now; whether that was anything.
    private mutating func fill(_ socket: borrowing Socket, began: Double) throws -> Bool {
        var allowed = min(count, credit)
        if rate > 0 {
            allowed = min(allowed, Int((Date().timeIntervalSince1970 - began) * Double(rate) - sample.phase))
        }
        guard sent < allowed else { return false }
        let size = rate > 0 ? 1 : min(perMessage, allowed - sent)
        let bodies = (sent..<(sent + size)).map { sample.bytes($0, run: run, introduces: introduces) }
        let message = PublisherMessage.event(first: UInt64(sent + 1), bodies: bodies)
        guard try trySend(message, socket) else { return false }
        let now = Date().timeIntervalSince1970
        // At a given rate an event counts from the moment at which it was due, not from when we came round to it.
        for index in sent..<(sent + size) { sentAt[index] = rate > 0 ? due(index, began: began) : now }
        sent += size
        return true
    }

    private mutating func take(_ socket: borrowing Socket, wait: Duration) throws {
        guard let message = try receive(socket, wait: wait) else { return }
        switch message {
        case .ack(let through, let newCredit):
            let now = Date().timeIntervalSince1970
            for index in settled..<Int(through) { histogram.record(UInt64(max(0, now - sentAt[index]) * 1_000_000)) }
            settled = max(settled, Int(through))
            credit = Int(newCredit)
        case .ping: try send(.pong(sent: UInt64(sent)), socket)
        case .refused(let events): throw ValidationError("refused: \(events.first?.refusal.message ?? "")")
        case .fault(let fault): throw ValidationError("fault: \(fault)")
        case .welcome, .notice, .pong: break
        }
    }

    private func receive(_ socket: borrowing Socket, wait: Duration) throws -> GatewayMessage? {
        let received = wait == .zero ? try socket.tryReceive() : try socket.receive(timeout: wait)
        return try received.map { try GatewayMessage(frames: $0.frames) }
    }

    private func send(_ message: PublisherMessage, _ socket: borrowing Socket) throws {
        while !(try trySend(message, socket)) { usleep(1_000) }
    }

    private func trySend(_ message: PublisherMessage, _ socket: borrowing Socket) throws -> Bool {
        try socket.trySend(Multipart(message.frames))
    }
}
