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

/// A daemon or tool: a main of about twenty lines over one module.
func program(_ name: String, in folder: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Sources/\(folder)", swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

extension Target.Dependency {
    static let yams: Self = .product(name: "Yams", package: "Yams")
    static let collections: Self = .product(name: "Collections", package: "swift-collections")
    static let logging: Self = .product(name: "Logging", package: "swift-log")
    static let lifecycle: Self = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let arguments: Self = .product(name: "ArgumentParser", package: "swift-argument-parser")
    static let crypto: Self = .product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras: Self = .product(name: "CryptoExtras", package: "swift-crypto")
    static let grdb: Self = .product(name: "GRDB", package: "GRDB.swift")
    static let hummingbird: Self = .product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdTesting: Self = .product(name: "HummingbirdTesting", package: "hummingbird")
    static let mustache: Self = .product(name: "Mustache", package: "swift-mustache")
}

let package = Package(
    name: "referral-bus",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Floor 0: the ground.
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .target(
            name: "CSimdJSON",
            linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++"), .linkedLibrary("m")]),
        module("ZeroMQ", ["CZeroMQ"]),

        // Floor 1: words.
        module("SafeguardingModel"),
        module("StrictYAML", ["SafeguardingModel", .yams]),
        module("EventFormat", ["CSimdJSON", "SafeguardingModel"]),

        // Floor 2: skills.
        module("IdentityResolution", ["SafeguardingModel", "StrictYAML"]),

        // ═══ The I/O line: below it nothing waits, and nothing reads a clock, a file, a socket or chance. ═══

        // Floor 4: what every process does alike.
        module("DaemonKit", ["SafeguardingModel", "StrictYAML", .logging, .lifecycle, .arguments]),
        module("Journal", ["EventFormat", "SafeguardingModel", .crypto, .grdb]),

        tests("SafeguardingModelTests", ["SafeguardingModel"]),
        tests("StrictYAMLTests", ["StrictYAML", "SafeguardingModel"]),
        tests("EventFormatTests", ["EventFormat", "SafeguardingModel"]),
        tests("IdentityResolutionTests", ["IdentityResolution", "SafeguardingModel", "StrictYAML"]),
        tests("ZeroMQTests", ["ZeroMQ"]),
        tests("JournalTests", ["EventFormat", "Journal", "SafeguardingModel"]),
        tests("TidyTests", []),
    ],
    cxxLanguageStandard: .cxx17
)
