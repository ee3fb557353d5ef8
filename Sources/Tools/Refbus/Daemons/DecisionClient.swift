import BusProtocol
import BusTransport
import Journal
import SafeguardingModel
import ZeroMQ

/// A client that writes a person's decisions into a running aggregator's journal, over the bus.
final class DecisionClient {
    private let address: ServerAddress
    private let position: Position
    private let context: Context

    /// - Parameter address: the aggregator's, with an operator's key.
    init(_ address: ServerAddress, after position: Position = 0) throws {
        self.address = address
        self.position = position
        context = try Context()
    }

    /// Writes a decision, and returns its position.
    func decide(_ decision: Decision) async throws -> Position {
        let follower = Follower(context: context, server: address, after: self.position) { _ in }
        await follower.start()
        do {
            let decided = try await follower.decide(EntryCodec.bytes(of: decision))
            await follower.stop()
            return decided
        } catch {
            throw CommandError(error.message)
        }
    }
}
