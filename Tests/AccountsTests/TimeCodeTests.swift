import Accounts
import SafeguardingModel
import Testing

@Suite("The codes of a second factor")
struct TimeCodeTests {
    /// The secret of RFC 6238, appendix B.
    private static let secret = TimeCode(secret: Array("12345678901234567890".utf8))

    @Test(
        "Gives the codes of RFC 6238",
        arguments: [
            (Int64(59), "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ]
    )
    func vectors(seconds: Int64, code: String) {
        #expect(Self.secret.code(at: Instant(seconds: seconds)) == code)
    }

    @Test("Its secret reads back from what an authenticator app takes")
    func text() {
        #expect(Self.secret.text == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(TimeCode(text: "gezd gnbv gy3t qojq gezd gnbv gy3t qojq") == Self.secret)
        #expect(TimeCode(text: "SHORT") == nil && TimeCode(text: "0189") == nil)
        let made = TimeCode.make()
        #expect(TimeCode(text: made.text) == made)
    }
}
