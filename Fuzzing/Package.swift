// swift-tools-version:6.2
import PackageDescription

// The readers of everything that comes from outside, compiled with coverage for libFuzzer. The sources are those of the
// product (symbolic links); a package of its own, because its flags would slow the product down.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-O", "-sanitize=fuzzer,address", "-parse-as-library"]),
]
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")

let package = Package(
    name: "Fuzzing",
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-protobuf.git", exact: "1.39.0"),
    ],
    targets: [
        .target(name: "Sigma", dependencies: [yams], swiftSettings: strict),
        .target(
            name: "OnRecord", dependencies: ["Sigma", yams, crypto],
            resources: [.embedInCode("Breach/obligations.yaml")], swiftSettings: strict),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "OpenTelemetryProtos", dependencies: [protobuf], swiftSettings: strict),
        .target(
            name: "Intake", dependencies: ["OnRecord", "Sigma", "CZlib", "OpenTelemetryProtos", crypto, protobuf],
            swiftSettings: strict),
        .executableTarget(
            name: "Fuzz", dependencies: ["Intake", "OnRecord", "Sigma"], swiftSettings: strict,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
    ],
    swiftLanguageModes: [.v6]
)
