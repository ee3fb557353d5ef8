/// The conversion of values of each type to libzmq's and back.
extension SocketOption where Value == Int {
    static func int32(_ name: String, _ number: Int32) -> Self {
        Self(
            name: name,
            number: number,
            readSize: 4,
            guardsAccess: false,
            encode: { encoded(Int32(clamping: $0)) },
            decode: { integer(Int32.self, from: $0).map(Int.init) }
        )
    }

    static func int64(_ name: String, _ number: Int32) -> Self {
        Self(
            name: name,
            number: number,
            readSize: 8,
            guardsAccess: false,
            encode: { encoded(Int64($0)) },
            decode: { integer(Int64.self, from: $0).map(Int.init) }
        )
    }
}

extension SocketOption where Value == Bool {
    static func flag(_ name: String, _ number: Int32, guardsAccess: Bool = false) -> Self {
        Self(
            name: name,
            number: number,
            readSize: 4,
            guardsAccess: guardsAccess,
            encode: { encoded(Int32($0 ? 1 : 0)) },
            decode: { integer(Int32.self, from: $0).map { $0 != 0 } }
        )
    }
}

extension SocketOption where Value == Duration {
    static func milliseconds(_ name: String, _ number: Int32) -> Self {
        Self(
            name: name,
            number: number,
            readSize: 4,
            guardsAccess: false,
            encode: { encoded($0.wholeMilliseconds) },
            decode: { integer(Int32.self, from: $0).map { .milliseconds($0) } }
        )
    }
}

extension SocketOption where Value == Duration? {
    /// Makes an option for which "never" is a value, which libzmq writes as -1.
    static func optionalMilliseconds(_ name: String, _ number: Int32) -> Self {
        Self(
            name: name,
            number: number,
            readSize: 4,
            guardsAccess: false,
            encode: { encoded($0?.wholeMilliseconds ?? -1) },
            decode: { integer(Int32.self, from: $0).map { $0 < 0 ? nil : .milliseconds($0) } }
        )
    }
}

extension SocketOption where Value == String {
    static func text(_ name: String, _ number: Int32, guardsAccess: Bool = false) -> Self {
        Self(
            name: name,
            number: number,
            readSize: 1024,
            guardsAccess: guardsAccess,
            encode: { Array($0.utf8) },
            decode: { String(validating: $0.prefix { $0 != 0 }, as: UTF8.self) }
        )
    }
}

extension SocketOption where Value == [UInt8] {
    static func bytes(_ name: String, _ number: Int32) -> Self {
        Self(name: name, number: number, readSize: 1024, guardsAccess: false, encode: { $0 }, decode: { $0 })
    }
}

private func encoded(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number) { Array($0) }
}

private func integer<Number: FixedWidthInteger>(_ type: Number.Type, from bytes: [UInt8]) -> Number? {
    guard bytes.count == MemoryLayout<Number>.size else { return nil }
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: Number.self) }
}
