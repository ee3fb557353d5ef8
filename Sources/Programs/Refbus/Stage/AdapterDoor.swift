import EventFormat
import Foundation
import FoundationNetworking
import SafeguardingModel

/// An adapter's loopback HTTP address, as an agency's own system would use it.
struct AdapterDoor {
    let address: String
    private let session = URLSession(configuration: .ephemeral)

    init(address: String) {
        self.address = address
    }

    /// Hands in one event; returns once the adapter holds it in its outbox.
    func post(_ event: [UInt8]) async throws {
        var request = URLRequest(url: try url("/events"))
        request.httpMethod = "POST"
        request.setValue("application/cloudevents+json", forHTTPHeaderField: "Content-Type")
        request.httpBody = Data(event)
        let (data, response) = try await session.data(for: request)
        guard let status = (response as? HTTPURLResponse)?.statusCode, (200..<300).contains(status) else {
            throw Complaint("the adapter at \(address) refused an event: \(String(decoding: data, as: UTF8.self))")
        }
    }

    /// How many events the aggregator has not yet acknowledged.
    func pending() async throws -> Int {
        let (data, _) = try await session.data(from: try url("/outbox"))
        guard let pending = try JSONReader.read([UInt8](data))["pending"]?.integer else {
            throw Complaint("the adapter at \(address) does not say how many events are pending")
        }
        return Int(pending)
    }

    private func url(_ path: String) throws -> URL {
        guard let url = URL(string: "http://\(address)\(path)") else { throw Complaint("'\(address)' is no address") }
        return url
    }
}
