import AsyncHTTPClient
import EventFormat
import NIOCore
import NIOHTTP1
import SafeguardingModel

/// A client of an adapter's loopback HTTP address, as an agency's own system would be.
struct AdapterClient {
    let address: String
    private static let patience: TimeAmount = .seconds(30)
    private static let mostBytes = 1 << 20

    init(address: String) {
        self.address = address
    }

    /// Posts one event; returns when the adapter holds it in its outbox.
    func post(_ event: [UInt8]) async throws {
        var request = HTTPClientRequest(url: "http://\(address)/events")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/cloudevents+json")
        request.body = .bytes(ByteBuffer(bytes: event))
        let (status, answer) = try await ask(request)
        guard (200..<300).contains(status.code) else {
            throw CommandError("the adapter at \(address) refused an event: \(String(decoding: answer, as: UTF8.self))")
        }
    }

    /// Returns the number of events that the aggregator has not acknowledged.
    func pending() async throws -> Int {
        let (_, answer) = try await ask(HTTPClientRequest(url: "http://\(address)/outbox"))
        guard let pending = try JSONReader.read(answer)["pending"]?.integer else {
            throw CommandError("the adapter at \(address) does not say how many events are pending")
        }
        return Int(pending)
    }

    private func ask(_ request: HTTPClientRequest) async throws -> (status: HTTPResponseStatus, answer: [UInt8]) {
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: AdapterClient.patience)
            let body = try await response.body.collect(upTo: AdapterClient.mostBytes)
            return (response.status, Array(body.readableBytesView))
        } catch {
            throw CommandError("the adapter at \(address) does not answer: \(error)")
        }
    }
}
