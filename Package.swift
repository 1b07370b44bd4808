// swift-tools-version: 6.2
//
// The house: rooms along one street, in the order in which the data walks.
// A target names what lies before it on the street and nothing else; building with
// `--explicit-target-dependency-import-check error` refuses an import that is not named here.

import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// A room of the house.
func room(_ name: String, knows dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of a room; they may use the rooms named and nothing else.
func tests(of name: String, knowing dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)Tests",
        swiftSettings: settings)
}

let package = Package(
    name: "carbongrade",
    products: [
        .executable(name: "carbongrade", targets: ["carbongrade"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Leaves: quantities and where they come from.
        room("Quantities", knows: []),
        room("Provenance", knows: ["Quantities"]),

        // The street: pure, no files, no clock, no concurrency.
        room("Metering", knows: ["Quantities", "Provenance"]),
        room("EnergyLedger", knows: ["Quantities", "Provenance", "Metering"]),
        room("CarbonAccounting", knows: ["Quantities", "Provenance", "Metering", "EnergyLedger"]),
        room(
            "Grading",
            knows: ["Quantities", "Provenance", "Metering", "EnergyLedger", "CarbonAccounting"]),
        room(
            "Retrofit",
            knows: [
                "Quantities", "Provenance", "Metering", "EnergyLedger", "CarbonAccounting",
                "Grading",
            ]),
        // A leaf of its own: pictures as values, drawn as SVG here and on paper by Documents.
        room("Charts", knows: ["Quantities"]),

        room(
            "Reporting",
            knows: [
                "Quantities", "Provenance", "Metering", "EnergyLedger", "CarbonAccounting",
                "Grading", "Retrofit", "Charts",
            ]),

        // The edges: C libraries, files, the database.
        .systemLibrary(
            name: "CLibCSV", path: "Sources/CLibCSV", providers: [.apt(["libcsv-dev"])]),
        .systemLibrary(name: "CMalloc", path: "Sources/CMalloc"),
        .systemLibrary(
            name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CZstd", path: "Sources/CZstd", pkgConfig: "libzstd",
            providers: [.apt(["libzstd-dev"])]),
        room(
            "MeterFiles",
            knows: [
                "Quantities", "Provenance", "Metering", "CLibCSV", "CZlib", "CZstd",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        room(
            "Store",
            knows: [
                "Quantities", "Provenance", "Metering",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        room(
            "Credentials",
            knows: [
                "Quantities", "Provenance", "Reporting", "CZlib",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .systemLibrary(
            name: "CPangoCairo", path: "Sources/CPangoCairo", pkgConfig: "pangocairo",
            providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(
            name: "CQREncode", path: "Sources/CQREncode", pkgConfig: "libqrencode",
            providers: [.apt(["libqrencode-dev"])]),
        room(
            "Documents",
            knows: [
                "Quantities", "Provenance", "Reporting", "Charts", "CPangoCairo", "CQREncode",
                "CXlsxWriter",
            ]),
        .systemLibrary(
            name: "CXlsxWriter", path: "Sources/CXlsxWriter", pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"])]),

        // The shell: the only place that walks the whole street.
        room(
            "Runs",
            knows: [
                "Quantities", "Provenance", "Metering", "EnergyLedger", "CarbonAccounting",
                "Grading", "Retrofit", "Reporting", "MeterFiles", "Store", "Credentials",
                "Documents",
                .product(name: "Yams", package: "Yams"),
            ]),
        // The platform: pages are values in and HTML out; the server alone knows the network.
        room(
            "Pages",
            knows: [
                "Quantities", "Provenance", "Metering", "EnergyLedger", "CarbonAccounting",
                "Grading", "Retrofit", "Reporting", "Charts", "MeterFiles", "Runs",
                .product(name: "Mustache", package: "swift-mustache"),
            ]),
        room(
            "Server",
            knows: [
                "Quantities", "Provenance", "Metering", "EnergyLedger", "CarbonAccounting",
                "Grading", "Retrofit", "Reporting", "Charts", "MeterFiles", "Store",
                "Credentials", "Documents", "Runs", "Pages",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        room(
            "Commands",
            knows: [
                "Quantities", "Provenance", "Metering", "EnergyLedger", "CarbonAccounting",
                "Grading", "Retrofit", "Reporting", "MeterFiles", "Store", "Credentials",
                "Documents", "Runs", "Server", "CMalloc",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "carbongrade", dependencies: ["Commands"], swiftSettings: settings),

        // Tests: each room's own, then the program as its user meets it.
        .target(
            name: "TestSupport",
            dependencies: ["Quantities", "Provenance", "Metering", "EnergyLedger"],
            path: "Tests/TestSupport", swiftSettings: settings),
        tests(of: "Quantities", knowing: ["Quantities", "TestSupport"]),
        tests(of: "Provenance", knowing: ["Quantities", "Provenance"]),
        tests(of: "Metering", knowing: ["Quantities", "Provenance", "Metering", "TestSupport"]),
        tests(
            of: "EnergyLedger",
            knowing: ["Quantities", "Provenance", "Metering", "EnergyLedger", "TestSupport"]),
        tests(
            of: "CarbonAccounting",
            knowing: [
                "Quantities", "Provenance", "Metering", "EnergyLedger", "CarbonAccounting",
                "TestSupport",
            ]),
        tests(
            of: "Grading",
            knowing: [
                "Quantities", "Provenance", "Metering", "EnergyLedger", "CarbonAccounting",
                "Grading", "TestSupport",
            ]),
        tests(
            of: "Retrofit",
            knowing: [
                "Quantities", "Provenance", "Metering", "EnergyLedger", "CarbonAccounting",
                "Grading", "Retrofit", "TestSupport",
            ]),
        tests(
            of: "MeterFiles",
            knowing: [
                "Quantities", "Provenance", "Metering", "CZlib", "CZstd", "MeterFiles",
                "TestSupport",
            ]),
        tests(
            of: "Store",
            knowing: [
                "Quantities", "Provenance", "Metering", "Store", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests(
            of: "Reporting", knowing: ["Quantities", "Provenance", "Charts", "Reporting"]),
        tests(
            of: "Credentials", knowing: ["Quantities", "Provenance", "Reporting", "Credentials"]),
        tests(
            of: "Documents",
            knowing: [
                "Quantities", "Provenance", "Reporting", "Charts", "Documents", "TestSupport",
            ]),
        tests(of: "Charts", knowing: ["Quantities", "Charts"]),
        tests(
            of: "Pages",
            knowing: [
                "Quantities", "Provenance", "Metering", "EnergyLedger", "Grading", "Reporting",
                "Charts", "Runs", "Pages",
            ]),
        tests(
            of: "Server",
            knowing: [
                "Quantities", "Provenance", "MeterFiles", "Reporting", "Credentials", "Store",
                "Runs",
                "Pages", "Server", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        tests(
            of: "Runs",
            knowing: [
                "Quantities", "Provenance", "Reporting", "Credentials", "Runs", "TestSupport",
            ]),
        tests(
            of: "Command",
            knowing: ["carbongrade", "Commands", "Provenance", "Reporting", "Runs", "TestSupport"]),
        tests(
            of: "Findings",
            knowing: [
                "Quantities", "Provenance", "Metering", "EnergyLedger", "CarbonAccounting",
                "Grading", "Retrofit", "Reporting", "Store", "Runs",
                "TestSupport",
            ]),
    ]
)

// The reader's benchmark is left out of the default build:
// `CARBONGRADE_BENCHMARKS=1 swift build -c release --product ingest-benchmark`.
if Context.environment["CARBONGRADE_BENCHMARKS"] != nil {
    package.products.append(.executable(name: "ingest-benchmark", targets: ["ingest-benchmark"]))
    package.targets.append(
        .executableTarget(
            name: "ingest-benchmark",
            dependencies: ["Quantities", "Provenance", "Metering", "MeterFiles"],
            path: "Benchmarks/ingest-benchmark", swiftSettings: settings))
}
