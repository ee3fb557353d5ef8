// swift-tools-version: 6.2
import PackageDescription

// The dependency lists below are the law of the house: every arrow points down. `Docs/ARCHITECTURE.md` draws it.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// One module of ours, below or above the I/O line.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// A module that only the tool `refbus` uses, and no daemon.
func toolModule(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Tools/\(name)", swiftSettings: strict)
}

/// A daemon: a main of about twenty lines over one module.
func program(_ name: String, in folder: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Sources/Programs/\(folder)", swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

extension Target.Dependency {
    static let yams: Self = .product(name: "Yams", package: "Yams")
    static let collections: Self = .product(name: "Collections", package: "swift-collections")
    static let logging: Self = .product(name: "Logging", package: "swift-log")
    static let lifecycle: Self = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let signals: Self = .product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let arguments: Self = .product(name: "ArgumentParser", package: "swift-argument-parser")
    static let crypto: Self = .product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras: Self = .product(name: "CryptoExtras", package: "swift-crypto")
    static let grdb: Self = .product(name: "GRDB", package: "GRDB.swift")
    static let sqlite: Self = .product(name: "GRDBSQLite", package: "GRDB.swift")
    static let hummingbird: Self = .product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore: Self = .product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTesting: Self = .product(name: "HummingbirdTesting", package: "hummingbird")
    static let httpClient: Self = .product(name: "AsyncHTTPClient", package: "async-http-client")
}

/// What speaks of events and of nothing else.
let words: [Target.Dependency] = ["SafeguardingModel", "StrictYAML", "EventFormat"]

let package = Package(
    name: "referral-bus",
    products: [
        .library(name: "ZeroMQ", targets: ["ZeroMQ"]),
        .library(name: "BusProtocol", targets: ["BusProtocol"]),
        .library(name: "BusTransport", targets: ["BusTransport"]),
        .library(name: "Correlation", targets: ["Correlation"]),
        .library(name: "DaemonKit", targets: ["DaemonKit"]),
        .library(name: "Desk", targets: ["Desk", "Accounts", "EventFormat", "Journal", "SafeguardingModel"]),
        .library(name: "Simulation", targets: ["Simulation", "RuleTools", "RuleEngine", "SafeguardingModel"]),
        .library(name: "IdentityResolution", targets: ["IdentityResolution", "SafeguardingModel"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Floor 0: the ground.
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .target(
            name: "CSimdJSON",
            linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++"), .linkedLibrary("m")]
        ),
        .target(name: "CAccept"),
        .target(name: "CPasswordLists", exclude: ["breached.txt", "common.txt", "guessed.txt"]),
        module("ZeroMQ", ["CZeroMQ"]),

        // Floor 1: words.
        module("SafeguardingModel"),
        module("StrictYAML", ["SafeguardingModel", .yams]),
        module("EventFormat", ["CSimdJSON", "SafeguardingModel"]),

        // Floor 2: skills.
        module("MappingKit", words + [.crypto]),
        module("BusProtocol", ["SafeguardingModel", "EventFormat"]),
        module("IdentityResolution", ["SafeguardingModel", "StrictYAML"]),
        module("RuleEngine", ["SafeguardingModel", "StrictYAML", .collections]),

        // Floor 3: judgement.
        module("Correlation", ["IdentityResolution", "RuleEngine", "SafeguardingModel", "StrictYAML", .collections]),

        // Floor 3b: what authors and planners ask of judgement.
        toolModule("RuleTools", words + ["Correlation", "RuleEngine"]),
        toolModule("Simulation", words + ["Correlation", "RuleEngine"]),

        // ═══ The I/O line: below it nothing waits, and nothing reads a clock, a file, a socket or chance. ═══

        // Floor 4: what every process does alike; the record on disk.
        module(
            "DaemonKit",
            ["CAccept", "SafeguardingModel", "StrictYAML", .logging, .lifecycle, .signals, .arguments, .grdb]
        ),
        module("Journal", ["DaemonKit", "EventFormat", "SafeguardingModel", .crypto, .grdb, .sqlite]),

        // Floor 5: sockets.
        module("BusTransport", ["BusProtocol", "SafeguardingModel", "ZeroMQ"]),

        // Floor 5b: who may sign in at the desk.
        module("Accounts", words + ["CPasswordLists", "DaemonKit", .crypto, .cryptoExtras, .httpClient]),

        // Floor 6: daemons, and scripts for the tool.
        module(
            "Aggregator",
            words + [
                "BusProtocol", "BusTransport", "Correlation", "DaemonKit", "Journal", "ZeroMQ", .logging, .lifecycle,
            ]
        ),
        module(
            "AdapterKit",
            words + [
                "BusProtocol", "BusTransport", "DaemonKit", "MappingKit", "ZeroMQ", .crypto, .grdb, .hummingbird,
                .hummingbirdCore, .logging, .lifecycle,
            ]
        ),
        module(
            "Desk",
            words + [
                "Accounts", "BusProtocol", "BusTransport", "Correlation", "DaemonKit", "IdentityResolution", "Journal",
                "ZeroMQ", .crypto, .hummingbird, .hummingbirdCore, .logging, .lifecycle,
            ],
            resources: [.embedInCode("Resources")]
        ),
        toolModule(
            "Replay",
            words + ["Correlation", "DaemonKit", "IdentityResolution", "RuleEngine", "Simulation"]
        ),

        // Programs.
        program("aggregator", in: "Aggregator", ["Aggregator", "DaemonKit"]),
        program("police-adapter", in: "PoliceAdapter", ["AdapterKit", "DaemonKit", "SafeguardingModel"]),
        program("social-care-adapter", in: "SocialCareAdapter", ["AdapterKit", "DaemonKit", "SafeguardingModel"]),
        program("health-adapter", in: "HealthAdapter", ["AdapterKit", "DaemonKit", "SafeguardingModel"]),
        program("education-adapter", in: "EducationAdapter", ["AdapterKit", "DaemonKit", "SafeguardingModel"]),
        program("residential-adapter", in: "ResidentialAdapter", ["AdapterKit", "DaemonKit", "SafeguardingModel"]),
        program("refbus-adapter", in: "GenericAdapter", ["AdapterKit", "DaemonKit", "SafeguardingModel"]),
        program("cse-desk", in: "CSEDesk", ["DaemonKit", "Desk"]),
        .executableTarget(
            name: "refbus",
            dependencies: words + [
                "Accounts", "Aggregator", "BusProtocol", "BusTransport", "Correlation", "DaemonKit", "Desk",
                "IdentityResolution", "Journal", "MappingKit", "Replay", "RuleEngine", "RuleTools", "Simulation",
                "ZeroMQ", .arguments, .httpClient, .logging,
            ],
            path: "Sources/Tools/Refbus",
            swiftSettings: strict
        ),

        // What several test targets need: scratch folders, small disks, the shipped rules, waiting.
        .target(
            name: "TestKit",
            dependencies: ["DaemonKit", "RuleEngine", "SafeguardingModel"],
            path: "Tests/TestKit",
            swiftSettings: strict
        ),
        tests("SafeguardingModelTests", ["SafeguardingModel"]),
        tests("StrictYAMLTests", ["StrictYAML", "SafeguardingModel"]),
        tests("EventFormatTests", ["TestKit", "EventFormat", "SafeguardingModel"]),
        tests("MappingKitTests", words + ["TestKit", "MappingKit"]),
        tests("BusProtocolTests", ["TestKit", "BusProtocol", "SafeguardingModel"]),
        tests("IdentityResolutionTests", ["TestKit", "IdentityResolution", "SafeguardingModel", "StrictYAML"]),
        tests("RuleEngineTests", ["TestKit", "RuleEngine", "SafeguardingModel", "StrictYAML"]),
        tests(
            "CorrelationTests",
            ["TestKit", "Correlation", "RuleEngine", "IdentityResolution", "SafeguardingModel", "StrictYAML"]
        ),
        tests("RuleToolsTests", words + ["TestKit", "Correlation", "RuleTools"]),
        tests("SimulationTests", words + ["TestKit", "Correlation", "DaemonKit", "IdentityResolution", "Simulation"]),
        tests("DaemonKitTests", ["TestKit", "DaemonKit", "SafeguardingModel", "StrictYAML", .logging, .lifecycle]),
        tests("JournalTests", ["TestKit", "DaemonKit", "EventFormat", "Journal", "SafeguardingModel", .grdb, .sqlite]),
        tests(
            "AggregatorTests",
            words + [
                "TestKit",
                "Aggregator", "BusProtocol", "BusTransport", "Correlation", "DaemonKit", "Journal", "ZeroMQ", .grdb,
                .logging,
            ]
        ),
        tests("ZeroMQTests", ["ZeroMQ"]),
        tests("BusTransportTests", ["TestKit", "BusProtocol", "BusTransport", "SafeguardingModel", "ZeroMQ"]),
        tests("AccountsTests", ["Accounts", "DaemonKit", "SafeguardingModel", .crypto]),
        tests("ReplayTests", words + ["DaemonKit", "IdentityResolution", "Replay", "RuleEngine"]),
        tests(
            "AdapterKitTests",
            words + ["TestKit", "AdapterKit", "BusProtocol", "DaemonKit", "MappingKit", .logging, .lifecycle, .grdb]
        ),
        tests(
            "DeskTests",
            words + [
                "TestKit",
                "Accounts", "BusProtocol", "BusTransport", "Correlation", "DaemonKit", "Desk", "IdentityResolution",
                "Journal", "ZeroMQ",
                .crypto, .cryptoExtras, .hummingbird, .hummingbirdCore, .hummingbirdTesting, .logging, .lifecycle,
            ]
        ),
        tests(
            "RefbusTests",
            ["refbus", "TestKit", "Aggregator", "DaemonKit", "Desk", "EventFormat", "Journal", "SafeguardingModel"]
        ),
        tests(
            "IntegrationTests",
            ["TestKit", "BusProtocol", "BusTransport", "DaemonKit", "SafeguardingModel", "ZeroMQ"]
        ),
        tests("TidyTests", []),
    ],
    cxxLanguageStandard: .cxx17
)
