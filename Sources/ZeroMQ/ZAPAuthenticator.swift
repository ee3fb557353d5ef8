import Synchronization

/// An authenticator that decides on connections for all servers of a context.
///
/// libzmq admits everyone when nobody answers its question and a server forgot one of two settings. So an authenticator
/// is made first and proves that it answers; a ``SecureSocketFactory`` makes servers only with it, and asks it again
/// before each bind.
///
/// It has a thread of its own, because new connections wait while it decides: the policy should look something up and
/// return. The policy and the callback run on that thread. A peer that tries without end is reported without end: limit
/// how many denials are logged.
public final class ZAPAuthenticator: Sendable {
    /// The context whose servers it decides for.
    public let context: Context

    private let loop: PollLoop
    private let tally = ZAPTally()
    private let isStopped = Atomic(false)

    /// Begins to decide, and returns when it is proven to answer.
    public init(
        context: Context,
        decide: @escaping @Sendable (ZAPRequest) -> ZAPDecision,
        onDenial: @escaping @Sendable (ZAPDenial) -> Void = { _ in }
    ) throws(ZeroMQError) {
        let responder = try ZAPResponder(context: context, tally: tally, decide: decide, onDenial: onDenial)
        self.context = context
        self.loop = PollLoop(name: "authenticator")
        loop.perform { [loop] in responder.start(on: loop) }
        do { try requireAnswering() } catch {
            loop.stop()
            throw error
        }
    }

    deinit { loop.stop() }

    /// The number of connections admitted.
    public var admissions: Int { tally.admitted }

    /// The number of connections denied.
    public var denials: Int { tally.denied }

    /// The number of requests that could not be understood or answered; they were denied too.
    public var failures: Int { tally.failed }

    /// Stops deciding.
    ///
    /// Servers that still run admit nobody else.
    public func stop() {
        isStopped.store(true, ordering: .releasing)
        loop.stop()
    }

    /// Throws unless it answers at this moment.
    public func requireAnswering() throws(ZeroMQError) {
        guard !isStopped.load(ordering: .acquiring) else { throw Self.silent }
        try Self.selfTest(in: context)
    }

    /// Throws unless an authenticator answers in this context within the time given.
    public static func selfTest(in context: Context, timeout: Duration = .seconds(2)) throws(ZeroMQError) {
        let number = Frame(bigEndian: .random(in: .min ... .max))
        let socket = try Socket(.req, context: context)
        try socket.connect(ZAP.endpoint)
        _ = try socket.trySend([ZAP.version, number, Frame(text: "self-test"), [], [], Frame(text: ZAP.probe)])

        let answer = try socket.receive(timeout: timeout)
        guard answer?.frames == ZAP.reply(to: number, .success).frames else {
            throw silent
        }
    }

    private static var silent: ZeroMQError {
        ZeroMQError(.timedOut, operation: "ask the authenticator", text: "no authenticator answers in this context")
    }
}
