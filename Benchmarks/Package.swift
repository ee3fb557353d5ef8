// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that no build of the bus waits for it.
let package = Package(
    name: "bus-benchmark",
    dependencies: [
        .package(name: "referral-bus", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        .executableTarget(
            name: "BusBenchmark",
            dependencies: [
                .product(name: "ZeroMQ", package: "referral-bus"),
                .product(name: "BusProtocol", package: "referral-bus"),
                .product(name: "DaemonKit", package: "referral-bus"),
                .product(name: "IdentityResolution", package: "referral-bus"),
                .product(name: "Simulation", package: "referral-bus"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "CorrelationBenchmark",
            dependencies: [
                .product(name: "Correlation", package: "referral-bus"),
                .product(name: "DaemonKit", package: "referral-bus"),
                .product(name: "Simulation", package: "referral-bus"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "DeskBenchmark",
            dependencies: [
                .product(name: "Desk", package: "referral-bus"),
                .product(name: "DaemonKit", package: "referral-bus"),
                .product(name: "Simulation", package: "referral-bus"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
