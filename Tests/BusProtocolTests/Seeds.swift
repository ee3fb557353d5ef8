/// The seeds that a storm runs: the same ones every time, and one that nobody has tried.
enum Seeds {
    #if DEBUG
    static let fixed = 300
    #else
    static let fixed = 3000
    #endif

    private static let fresh = UInt64.random(in: 1_000_000...9_999_999)

    static var all: [UInt64] { (1...fixed).map { UInt64($0) } + [fresh] }
    static var text: String { "1...\(fixed) and \(fresh)" }
}
