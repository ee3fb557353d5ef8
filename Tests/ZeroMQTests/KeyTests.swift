import Testing
import ZeroMQ

@Suite("Keys")
struct KeyTests {
    /// The pair that libzmq's own manual prints.
    static let publicText = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
    static let secretText = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"

    @Test("a public key is derived from its secret key")
    func derive() throws {
        let secret = try CurveSecretKey(z85: Self.secretText)
        #expect(secret.publicKey.z85 == Self.publicText)
        let pair = try CurveKeyPair(publicKey: CurvePublicKey(z85: Self.publicText), secretKey: secret)
        #expect(pair.publicKey == CurveKeyPair(secretKey: secret).publicKey)
    }

    @Test("generated pairs belong together and never repeat")
    func generate() {
        let pairs = (0..<50).map { _ in CurveKeyPair.generate() }
        #expect(pairs.allSatisfy { $0.secretKey.publicKey == $0.publicKey })
        #expect(Set(pairs.map(\.publicKey)).count == 50)
    }

    @Test("keys survive being written and read")
    func rewrite() throws {
        let pair = CurveKeyPair.generate()
        #expect(try CurvePublicKey(z85: pair.publicKey.z85) == pair.publicKey)
        #expect(CurvePublicKey(bytes: pair.publicKey.bytes) == pair.publicKey)
        #expect(try CurveSecretKey(z85: pair.secretKey.z85).bytes == pair.secretKey.bytes)
        #expect(CurveSecretKey(bytes: pair.secretKey.bytes)?.publicKey == pair.publicKey)
    }

    @Test(
        "what is no key is refused with a reason",
        arguments: [
            ("", CurveKeyError.wrongLength(found: 0)),
            (String(repeating: "a", count: 39), .wrongLength(found: 39)),
            (String(repeating: "a", count: 41), .wrongLength(found: 41)),
            (String(repeating: "\"", count: 40), .notZ85),
            (String(repeating: " ", count: 40), .notZ85),
            (String(repeating: "#", count: 40), .notZ85),
            (String(repeating: "é", count: 20), .notZ85),
            (String(repeating: "\0", count: 40), .notZ85),
            ("abcde" + String(repeating: "\0", count: 35), .notZ85),
        ]
    )
    func refused(text: String, reason: CurveKeyError) {
        #expect(throws: reason) { try CurvePublicKey(z85: text) }
        #expect(throws: reason) { try CurveSecretKey(z85: text) }
    }

    @Test("a secret key of another pair is refused")
    func mixedPair() {
        #expect(throws: CurveKeyError.notAPair) {
            try CurveKeyPair(publicKey: CurveKeyPair.generate().publicKey, secretKey: CurveKeyPair.generate().secretKey)
        }
    }

    @Test("printing, dumping and reflecting a secret key shows nothing of it")
    func redacted() {
        let pair = CurveKeyPair.generate()
        var dumped = ""
        dump(pair, to: &dumped)
        let shown = [
            "\(pair.secretKey)", String(reflecting: pair.secretKey), "\(pair)", String(reflecting: pair), dumped,
        ]
        for text in shown {
            #expect(!text.contains(pair.secretKey.z85))
            #expect(!text.contains("\(pair.secretKey.bytes[0]), \(pair.secretKey.bytes[1])"))
        }
        #expect(Mirror(reflecting: pair.secretKey).children.isEmpty)
    }
}
