/// A message: frames in order, delivered all together or not at all.
public struct Multipart: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// The frames, in the order of sending.
    public var frames: [Frame]

    /// Takes frames as they are.
    public init(_ frames: [Frame] = []) { self.frames = frames }

    public init(arrayLiteral elements: Frame...) { self.frames = elements }

    /// Makes a message of one text per frame.
    public init(texts: String...) { self.frames = texts.map { Frame(text: $0) } }

    /// The number of frames.
    public var count: Int { frames.count }

    /// The number of bytes in all frames.
    public var byteCount: Int { frames.reduce(0) { $0 + $1.count } }

    /// Adds a frame of bytes.
    public mutating func append(_ frame: Frame) { frames.append(frame) }

    /// Adds a frame of UTF-8 text.
    public mutating func append(_ text: String) { frames.append(Frame(text: text)) }

    /// Adds a frame of eight bytes, most significant first.
    public mutating func append(_ number: UInt64) { frames.append(Frame(bigEndian: number)) }

    /// One frame by its place.
    public subscript(index: Int) -> Frame { frames[index] }

    /// The text of a frame, or nothing where the frame is missing or no valid UTF-8.
    public func text(at index: Int) -> String? { frame(at: index)?.utf8Text }

    /// The number of a frame, or nothing where the frame is missing or not eight bytes long.
    public func number(at index: Int) -> UInt64? { frame(at: index)?.bigEndianUInt64 }

    private func frame(at index: Int) -> Frame? { frames.indices.contains(index) ? frames[index] : nil }
}
