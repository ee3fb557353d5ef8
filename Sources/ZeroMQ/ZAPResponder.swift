import Synchronization

/// Answers libzmq's questions on the authenticator's thread.
final class ZAPResponder {
    private let socket: Socket
    private let tally: ZAPTally
    private let decide: @Sendable (ZAPRequest) -> ZAPDecision
    private let onDenial: @Sendable (ZAPDenial) -> Void

    /// Takes the one place in the context where libzmq asks; throws if another has it.
    init(
        context: Context,
        tally: ZAPTally,
        decide: @escaping @Sendable (ZAPRequest) -> ZAPDecision,
        onDenial: @escaping @Sendable (ZAPDenial) -> Void
    ) throws(ZeroMQError) {
        self.tally = tally
        self.decide = decide
        self.onDenial = onDenial
        socket = try Socket(.rep, context: context)
        try socket.bind(ZAP.endpoint)
    }

    func start(on loop: PollLoop) {
        loop.watch(socket) { _ in self.answerAll() }
    }

    private func answerAll() {
        do {
            try socket.drain { received throws(ZeroMQError) in
                // libzmq waits for one answer to each request and has room for it; without an answer the peer is not
                // admitted.
                _ = try socket.trySend(answer(to: received.frames))
            }
        } catch {
            tally.countFailure()
        }
    }

    private func answer(to frames: [Frame]) -> Multipart {
        guard let request = ZAPRequest(frames) else {
            tally.countFailure()
            return ZAP.reply(to: frames.count > 1 ? frames[1] : [], .failed)
        }
        if request.mechanism == ZAP.probe { return ZAP.reply(to: request.requestID, .success) }

        switch Self.sound(decide(request)) {
        case .allow(let userID):
            tally.countAdmission()
            return ZAP.reply(to: request.requestID, .success, userID: userID)
        case .deny(let reason):
            onDenial(ZAPDenial(request: request, reason: reason, count: tally.countDenial()))
            return ZAP.reply(to: request.requestID, .denied)
        }
    }

    /// Turns names into denials that would not arrive as they were given.
    ///
    /// Without a name libzmq believes the name that the *peer* writes into its greeting; a zero byte ends a name early.
    static func sound(_ decision: ZAPDecision) -> ZAPDecision {
        guard case .allow(let userID) = decision else { return decision }
        let isUsable = (1...255).contains(userID.utf8.count) && !userID.utf8.contains(0)
        return isUsable ? decision : .deny(reason: "the policy gave a user id that cannot be used")
    }
}

/// A count of an authenticator's decisions.
final class ZAPTally: Sendable {
    private let admissions = Atomic<Int>(0)
    private let denials = Atomic<Int>(0)
    private let failures = Atomic<Int>(0)

    var admitted: Int { admissions.load(ordering: .relaxed) }
    var denied: Int { denials.load(ordering: .relaxed) }
    var failed: Int { failures.load(ordering: .relaxed) }

    func countAdmission() { admissions.add(1, ordering: .relaxed) }
    func countDenial() -> Int { denials.add(1, ordering: .relaxed).newValue }
    func countFailure() { failures.add(1, ordering: .relaxed) }
}
