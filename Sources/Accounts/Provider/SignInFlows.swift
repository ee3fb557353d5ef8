import Crypto
package import SafeguardingModel
import Synchronization

/// The sign-ins that went to the provider and have not come back.
///
/// Each belongs to one browser, and can come back once within ten minutes.
package final class SignInFlows: Sendable {
    package struct Flow: Hashable, Sendable {
        package let state: String
        package let nonce: String
        /// The proof to the provider that the desk, which redeems the code, began the sign-in (RFC 7636).
        package let verifier: String
        /// The page to open afterwards: a path of the desk.
        package let then: String
        /// The hash of the cookie of the browser that began it.
        fileprivate let browser: [UInt8]
        fileprivate let began: Instant

        /// The form of the verifier that may be seen on the way.
        package var challenge: String { SecretToken.text(of: SHA256.hash(data: Array(verifier.utf8))) }
    }

    private let flows = Mutex<[String: Flow]>([:])
    private let most: Int
    private static let longest: Span = .minutes(10)

    package init(most: Int = 2_000) {
        self.most = most
    }

    /// Begins a sign-in for the browser that has this cookie.
    package func begin(cookie: String, then: String, at now: Instant) -> Flow {
        let flow = Flow(
            state: SecretToken.make(),
            nonce: SecretToken.make(),
            verifier: SecretToken.make(),
            then: then,
            browser: SecretToken.digest(cookie),
            began: now
        )
        flows.withLock { flows in
            if flows.count >= most { flows = flows.filter { now - $0.value.began <= SignInFlows.longest } }
            // Still full, which is a flood: the oldest half is dropped, and its people have to begin again.
            if flows.count >= most {
                let oldest = flows.values.sorted { $0.began < $1.began }.prefix(most / 2)
                for flow in oldest { flows[flow.state] = nil }
            }
            flows[flow.state] = flow
        }
        return flow
    }

    /// Ends a sign-in and returns it; nil for one that is over, came back before, or belongs to another browser.
    package func finish(_ state: String, cookie: String, at now: Instant) -> Flow? {
        flows.withLock { flows in
            guard let flow = flows[state], SecretToken.isEqual(flow.browser, SecretToken.digest(cookie)) else {
                return nil
            }
            flows[state] = nil
            return now - flow.began <= SignInFlows.longest ? flow : nil
        }
    }
}
