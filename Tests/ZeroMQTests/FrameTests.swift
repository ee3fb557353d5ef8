import Testing

@testable import ZeroMQ

@Suite("Frames and messages")
struct FrameTests {
    @Test("numbers travel most significant byte first", arguments: [0, 1, 0x0102_0304_0506_0708, UInt64.max])
    func numbers(number: UInt64) {
        let frame = Frame(bigEndian: number)
        #expect(frame.count == 8)
        #expect(frame.last == UInt8(truncatingIfNeeded: number))
        #expect(frame.bigEndianUInt64 == number)
    }

    @Test("a frame that is not eight bytes long is no number", arguments: [0, 7, 9])
    func noNumber(count: Int) {
        #expect(Frame(repeating: 1, count: count).bigEndianUInt64 == nil)
    }

    @Test("bytes that are no valid UTF-8 are no text")
    func noText() {
        #expect(Frame([0xC3, 0x28]).utf8Text == nil)
        #expect(Frame(text: "grüß Gott").utf8Text == "grüß Gott")
    }

    @Test("a message gives text and numbers by place, and nothing for places it does not have")
    func places() {
        var message = Multipart(texts: "event", "")
        message.append(UInt64(7))
        message.append("Größe")
        message.append([1, 2])
        #expect(message.count == 5)
        #expect(message.byteCount == 5 + 0 + 8 + 7 + 2)
        #expect(message.text(at: 0) == "event")
        #expect(message.number(at: 2) == 7)
        #expect(message.text(at: 3) == "Größe")
        #expect(message[4] == [1, 2])
        #expect(message.number(at: 5) == nil)
        #expect(message.text(at: -1) == nil)
    }
}
