import EventFormat
import SafeguardingModel

/// A reader of a message, frame by frame, with an error that names the frame that does not fit.
struct FrameReader {
    private let frames: [[UInt8]]
    private var next = 1

    /// The word in the first frame.
    let command: Command

    init(_ frames: [[UInt8]]) throws(MalformedMessageError) {
        guard let first = frames.first else { throw MalformedMessageError("the message is empty") }
        guard let command = Command(rawValue: String(decoding: first.prefix(16), as: UTF8.self)) else {
            throw MalformedMessageError(
                "the first frame is none of \(Command.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        self.frames = frames
        self.command = command
    }

    /// The number of frames left.
    var remaining: Int { frames.count - next }

    mutating func bytes(_ name: String) throws(MalformedMessageError) -> [UInt8] {
        guard next < frames.count else { throw fault("has no \(name): frame \(next + 1) is missing") }
        defer { next += 1 }
        return frames[next]
    }

    mutating func number(_ name: String) throws(MalformedMessageError) -> UInt64 {
        let frame = try bytes(name)
        guard frame.count == 8 else {
            throw fault("frame \(next) (\(name)) has \(frame.count) bytes; a number has 8, most significant first")
        }
        return frame.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads a position; a number that no journal reaches becomes the largest.
    mutating func position(_ name: String) throws(MalformedMessageError) -> Position { Position(try number(name)) }

    mutating func text(_ name: String) throws(MalformedMessageError) -> String {
        guard let text = String(validating: try bytes(name), as: UTF8.self) else {
            throw fault("frame \(next) (\(name)) is not UTF-8 text")
        }
        return text
    }

    mutating func json(_ name: String) throws(MalformedMessageError) -> JSONValue {
        let frame = try bytes(name)
        guard let value = try? JSONReader.read(frame), value.object != nil else {
            throw fault("frame \(next) (\(name)) is not a JSON object")
        }
        return value
    }

    /// Returns the remaining frames, of which there must be at least one.
    mutating func rest(_ name: String) throws(MalformedMessageError) -> [[UInt8]] {
        guard remaining > 0 else { throw fault("has no \(name): frame \(next + 1) is missing") }
        defer { next = frames.count }
        return Array(frames[next...])
    }

    /// Requires that no frame is left: surplus frames are a misunderstanding, better reported than ignored.
    func end() throws(MalformedMessageError) {
        guard remaining == 0 else { throw fault("has \(frames.count) frames, expected \(next)") }
    }

    func unexpected(_ place: String) -> MalformedMessageError {
        MalformedMessageError("\(command.rawValue) is not said \(place)")
    }

    private func fault(_ text: String) -> MalformedMessageError {
        MalformedMessageError("\(command.rawValue) \(text)")
    }
}

/// A message that cannot be read: the frame and what was expected.
///
/// It never has the content.
public struct MalformedMessageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The command, the frame and what was expected there.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension UInt64 {
    /// The number as a frame: eight bytes, most significant first.
    public var frame: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}

extension Position {
    /// The position as the wire has it.
    var unsigned: UInt64 { UInt64(clamping: number) }
    var frame: [UInt8] { unsigned.frame }
}

extension String {
    /// The text as a frame of UTF-8.
    var frame: [UInt8] { Array(utf8) }
}
