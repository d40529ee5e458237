// swift-tools-version:6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let tlsHandshake: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "OnRecord",
    products: [
        .executable(name: "onrecord", targets: ["Command"])
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", exact: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-protobuf.git", exact: "1.39.0"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
    ],
    targets: [
        // Lowest floor first; imports only go down.
        .target(name: "Sigma", dependencies: [yams], swiftSettings: strict),
        .target(name: "TransparencyLog", dependencies: [crypto], swiftSettings: strict),
        // The catalogue of duties travels inside the program, so that one copied file is the whole product.
        .target(
            name: "OnRecord", dependencies: ["Sigma", yams, crypto],
            resources: [.embedInCode("Breach/obligations.yaml")], swiftSettings: strict),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "SQLiteStore", dependencies: ["OnRecord", "CZlib", grdb], swiftSettings: strict),

        // Generated from OpenTelemetry's published definitions; see the folder's README.
        .target(
            name: "OpenTelemetryProtos", dependencies: [protobuf], exclude: ["Definitions", "README.md"],
            swiftSettings: strict),
        .target(
            name: "Intake", dependencies: ["OnRecord", "Sigma", "CZlib", "OpenTelemetryProtos", crypto, protobuf],
            swiftSettings: strict),
        .target(
            name: "Probes",
            dependencies: [
                "OnRecord", httpClient, nioCore, nioPosix, nioHTTP, nioTLS, tlsHandshake,
            ], swiftSettings: strict),
        .target(
            name: "Courier",
            dependencies: ["OnRecord", "Intake", crypto, cryptoExtras, nioCore, nioPosix, nioTLS, logging],
            swiftSettings: strict),
        .target(
            name: "Connectors", dependencies: ["OnRecord", crypto, httpClient, nioCore, nioHTTP], swiftSettings: strict),
        .target(
            name: "Pages", dependencies: ["OnRecord", "TransparencyLog", mustache],
            resources: [.embedInCode("Templates")], swiftSettings: strict),
        .target(
            name: "Server",
            dependencies: [
                "OnRecord", "SQLiteStore", "Intake", "Probes", "Courier", "Connectors", "Pages", "Sigma",
                "TransparencyLog",
                hummingbird, hummingbirdCore, httpTypes, httpClient, nioCore, nioPosix, nioHTTP, nioTLS,
                tlsHandshake, crypto, lifecycle, signals, logging,
            ], swiftSettings: strict),
        .executableTarget(
            name: "Command",
            dependencies: [
                "OnRecord", "Server", "SQLiteStore", "Courier", "Intake", "Pages", "Sigma", "TransparencyLog",
                hummingbird, httpTypes, httpClient, nioCore, nioHTTP, arguments, logging, lifecycle,
            ], swiftSettings: strict),

        // The same nouns again, then what no single room can promise.
        .testTarget(name: "SigmaTests", dependencies: ["Sigma"], swiftSettings: strict),
        .testTarget(name: "TransparencyLogTests", dependencies: ["TransparencyLog", crypto], swiftSettings: strict),
        .testTarget(name: "OnRecordTests", dependencies: ["OnRecord", "Sigma", "SQLiteStore"], swiftSettings: strict),
        .testTarget(
            name: "IntakeTests",
            dependencies: ["Intake", "OnRecord", "Sigma", "OpenTelemetryProtos", crypto, protobuf],
            swiftSettings: strict),
        .testTarget(
            name: "ProbesTests", dependencies: ["Probes", "OnRecord", "Sigma", nioCore, nioPosix, nioTLS],
            swiftSettings: strict),
        .testTarget(
            name: "CourierTests", dependencies: ["Courier", nioCore, nioEmbedded, nioPosix, nioTLS],
            swiftSettings: strict),
        .testTarget(
            name: "ConnectorsTests",
            dependencies: ["Connectors", "OnRecord", hummingbird, httpTypes, nioCore, logging],
            swiftSettings: strict),
        .testTarget(name: "PagesTests", dependencies: ["Pages", "OnRecord", "Sigma"], swiftSettings: strict),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Server", "Courier", "Intake", "OnRecord", "SQLiteStore", "Sigma", nioCore, nioEmbedded, nioPosix,
                nioTLS, tlsHandshake, lifecycle, logging,
            ], swiftSettings: strict),
        .testTarget(
            name: "StorePromises", dependencies: ["OnRecord", "SQLiteStore", "Sigma", grdb], swiftSettings: strict),
        .testTarget(
            name: "Simulation", dependencies: ["OnRecord", "SQLiteStore", "Server", "TransparencyLog", "Sigma"],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEnd",
            dependencies: [
                "Command", "Courier", "Intake", "OnRecord", "Server", "Sigma", httpClient, logging, nioCore, nioHTTP,
            ], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
