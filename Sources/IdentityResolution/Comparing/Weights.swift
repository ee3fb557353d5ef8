internal import StrictYAML

/// The weight of each level of agreement in points: ten points double the odds that two records are one child.
public struct Weights: Hashable, Sendable {
    /// Points by field and level; 0 where a record has no value.
    private var points: [Int16]

    public init() {
        points = Array(repeating: 0, count: ComparedField.allCases.count << 4)
        for (field, levels) in Weights.usual {
            for (level, value) in levels { self[field, level] = value }
        }
    }

    /// The points of a level: above 0 for one child, below 0 for two; kept within 16 bits.
    public subscript(field: ComparedField, level: Level) -> Int {
        get { Int(points[Int(field.rawValue) << 4 | Int(level.rawValue)]) }
        set { points[Int(field.rawValue) << 4 | Int(level.rawValue)] = Int16(clamping: newValue) }
    }

    /// Returns the most that a field can add to a sum; 0 where it can only count against.
    func most(_ field: ComparedField) -> Int { Level.allCases.map { self[field, $0] }.reduce(0, max) }

    /// The weights before a site has learnt its own (`refbus identity train`).
    static let usual: [(ComparedField, [(Level, Int)])] = [
        (
            .givenName,
            [
                (.same, 70), (.form, 50), (.part, 40), (.close, 45), (.similar, 15), (.swapped, 25), (.alias, 15),
                (.initial, 15), (.namesake, -40), (.different, -50),
            ]
        ),
        (
            .familyName,
            [
                (.same, 85), (.part, 55), (.close, 60), (.similar, 15), (.swapped, 25), (.alias, 15), (.initial, 10),
                (.different, -45),
            ]
        ),
        (
            .born,
            [
                (.same, 125), (.swapped, 70), (.close, 60), (.defaulted, 20), (.similar, 10), (.different, -80),
            ]
        ),
        (.sex, [(.same, 9), (.different, -45)]),
        (.postcode, [(.same, 75), (.close, 50), (.district, 20), (.different, -10)]),
        (.address, [(.same, 30), (.close, 20), (.street, 0), (.different, -8)]),
        (.town, [(.same, 5), (.close, 3), (.different, -5)]),
        (.nhsNumber, [(.same, 260), (.failing, 90), (.slip, 80), (.different, -150)]),
        (.upn, [(.same, 250), (.failing, 90), (.slip, 80), (.different, -60)]),
        (.pncId, [(.same, 250), (.failing, 90), (.slip, 80), (.different, -60)]),
        (.localId, [(.same, 120), (.close, 40), (.different, -15)]),
    ]
}

extension Weights {
    /// Reads the `weights` of `identity.yaml`; absent weights keep their defaults.
    init(_ node: YAMLNode) throws(YAMLError) {
        self.init()
        let fields = try node.mapping(of: ComparedField.allCases.map(\.word))
        for field in ComparedField.allCases {
            guard let levels = try fields[field.word]?.mapping(of: field.levels.map(\.word)) else { continue }
            for level in field.levels {
                self[field, level] = try levels[level.word]?.integer(in: -1_000...1_000) ?? self[field, level]
            }
        }
    }

    /// The weights as lines of `identity.yaml`.
    public var lines: [String] {
        ComparedField.allCases.map { field in
            let levels = field.levels.map { "\($0.word): \(self[field, $0])" }
            return "  \(field.word): { \(levels.joined(separator: ", ")) }"
        }
    }
}
