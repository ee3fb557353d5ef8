import CZeroMQ
import Glibc

/// The process's file descriptors, of which libzmq wants some at moments when it cannot cope with getting none.
enum Descriptors {
    /// The number of descriptors that a bind or a connect can need at once: listener, resolver, wake-up.
    private static let need = 8

    /// Throws where libzmq 4.3.4 would abort the process: it resolves addresses without looking at the limit.
    static func requireSpare(for operation: String, endpoint: String) throws(ZeroMQError) {
        var opened: [Int32] = []
        defer { opened.forEach { _ = close($0) } }
        for _ in 0..<need {
            let descriptor = czmq_eventfd()
            guard descriptor >= 0 else {
                throw ZeroMQError(.tooManyOpenFiles, operation: operation, endpoint: endpoint)
            }
            opened.append(descriptor)
        }
    }
}
