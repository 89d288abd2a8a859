// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is held to, beside the Swift 6 language mode.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// `TRIPLINE_FUZZ=1`, as `make fuzz` has it: the rooms that read what strangers send are then built to tell a fuzzer which of their
/// branches ran, with every check of bounds, and there is the program that feeds them. Without it nothing of that exists.
let isFuzzing = Context.environment["TRIPLINE_FUZZ"] == "1"

/// What those rooms are held to.
let fed: [SwiftSetting] =
    strict + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address", "-assert-config", "Debug"])] : [])

let package = Package(
    name: "tripline",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "tripline", targets: ["tripline"]),
        .library(name: "SealedToken", targets: ["SealedToken"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-http2", exact: "1.46.0"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    ],
    targets: [
        // Pure rooms: they build and test in seconds, and know neither HTTP nor SQL.
        .target(name: "OrderedJSON", swiftSettings: fed),
        .target(name: "Sessions", dependencies: ["OrderedJSON"], swiftSettings: fed),
        .target(name: "Behavior", swiftSettings: strict),
        .target(
            name: "Evidence", dependencies: ["OrderedJSON", "Sessions", "Behavior"],
            swiftSettings: strict),
        // Facts about the world: countries, their clocks and their languages.
        .target(name: "Geography", swiftSettings: strict),
        .target(
            name: "Detection", dependencies: ["OrderedJSON", "Evidence", "Behavior", "Sessions", "Geography"],
            swiftSettings: strict),

        .target(
            name: "SessionViews", dependencies: ["OrderedJSON", "Sessions", "Evidence", "Detection", "Geography"],
            swiftSettings: strict),

        // How good detection is, and what other rules would change.
        .target(name: "Evaluation", dependencies: ["OrderedJSON", "Sessions"], swiftSettings: strict),

        // What a connection shows.
        .target(
            name: "ConnectionFingerprint",
            dependencies: ["Evidence", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: fed),
        .target(
            name: "WebBotAuth",
            dependencies: [
                "OrderedJSON", "Sessions", "Evidence", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: fed),

        // Where an address is, whose it is, and what hides behind it.
        .systemLibrary(name: "CMaxMindDB", pkgConfig: "libmaxminddb", providers: [.apt(["libmaxminddb-dev"])]),
        .target(
            name: "NetworkIntelligence",
            dependencies: ["OrderedJSON", "Sessions", "Evidence", "Geography", "CMaxMindDB"], swiftSettings: fed),
        .systemLibrary(name: "CAres", pkgConfig: "libcares", providers: [.apt(["libc-ares-dev"])]),
        .target(name: "ReverseDNS", dependencies: ["NetworkIntelligence", "CAres"], swiftSettings: strict),

        // What an operator makes of it: thresholds, weights, lists.
        .target(
            name: "Policy",
            dependencies: [
                "Sessions", "Evidence", "Detection", "NetworkIntelligence",
                .product(name: "Yams", package: "Yams"), .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),

        // Bytes: compression and cryptography.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Deflate", dependencies: ["CZlib"], swiftSettings: strict),
        .target(
            name: "SealedToken",
            dependencies: ["Deflate", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(
            name: "CollectProtocol",
            dependencies: [
                "Sessions", "Deflate", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(
            name: "VisitorIdentity",
            dependencies: [
                "OrderedJSON", "Sessions", "Evidence", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(
            name: "Storage",
            dependencies: [
                "Sessions", "OrderedJSON", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),

        // The server and the command line.
        .target(name: "CAssets"),
        .target(
            name: "Server",
            dependencies: [
                "Sessions", "Evidence", "Detection", "Evaluation", "SealedToken", "CollectProtocol",
                "VisitorIdentity", "Storage", "OrderedJSON", "SessionViews", "Behavior", "CAssets",
                "ConnectionFingerprint", "WebBotAuth", "NetworkIntelligence", "ReverseDNS", "Deflate", "Policy",
                .product(name: "Yams", package: "Yams"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOCertificateReloading", package: "swift-nio-extras"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOFoundationEssentialsCompat", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "tripline",
            dependencies: [
                "Server", "CollectProtocol", "Storage", "Sessions", "Detection", "Evaluation", "SealedToken",
                "OrderedJSON",
                "WebBotAuth", "NetworkIntelligence", "ReverseDNS", "Policy",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),

        // A test target for each room.
        .testTarget(name: "OrderedJSONTests", dependencies: ["OrderedJSON"], swiftSettings: strict),
        .testTarget(name: "SessionsTests", dependencies: ["OrderedJSON", "Sessions"], swiftSettings: strict),
        .testTarget(name: "BehaviorTests", dependencies: ["Behavior"], swiftSettings: strict),
        .testTarget(
            name: "EvidenceTests", dependencies: ["OrderedJSON", "Sessions", "Behavior", "Evidence"],
            swiftSettings: strict),
        .testTarget(
            name: "DetectionTests", dependencies: ["OrderedJSON", "Sessions", "Behavior", "Evidence", "Detection"],
            swiftSettings: strict),
        .testTarget(
            name: "SessionViewsTests",
            dependencies: ["OrderedJSON", "Sessions", "Evidence", "Detection", "SessionViews"],
            swiftSettings: strict),
        .testTarget(
            name: "EvaluationTests", dependencies: ["Evaluation", "OrderedJSON", "Sessions"], swiftSettings: strict),
        .testTarget(
            name: "ConnectionFingerprintTests",
            dependencies: [
                "ConnectionFingerprint", "Evidence", "OrderedJSON", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "WebBotAuthTests",
            dependencies: [
                "WebBotAuth", "Evidence", "OrderedJSON", "Sessions", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(name: "GeographyTests", dependencies: ["Geography"], swiftSettings: strict),
        .testTarget(
            name: "NetworkIntelligenceTests",
            dependencies: ["NetworkIntelligence", "Geography", "Evidence", "OrderedJSON", "Sessions"],
            swiftSettings: strict),
        .testTarget(
            name: "PolicyTests",
            dependencies: ["Policy", "Sessions", "Evidence", "Detection", "NetworkIntelligence"], swiftSettings: strict),
        .testTarget(
            name: "ReverseDNSTests", dependencies: ["ReverseDNS", "NetworkIntelligence"], swiftSettings: strict),
        .testTarget(name: "DeflateTests", dependencies: ["Deflate", "CZlib"], swiftSettings: strict),
        .testTarget(
            name: "SealedTokenTests",
            dependencies: ["SealedToken", "OrderedJSON", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .testTarget(
            name: "CollectProtocolTests",
            dependencies: [
                "CollectProtocol", "Deflate", "Sessions", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "VisitorIdentityTests",
            dependencies: [
                "VisitorIdentity", "Sessions", "Evidence", "OrderedJSON",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Storage", "Sessions", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Server", "CollectProtocol", "SealedToken", "Storage", "Sessions", "OrderedJSON", "VisitorIdentity",
                "Evidence", "NetworkIntelligence", "WebBotAuth", "Policy", "Detection",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            swiftSettings: strict),

        // What `make behavior` looks at movement with: the same code that serves.
        .executableTarget(
            name: "tripline-behavior", dependencies: ["Behavior"], path: "Training/Sources", swiftSettings: strict),

        // How right links are, among browsers drawn from published shares.
        .executableTarget(
            name: "tripline-population", dependencies: ["VisitorIdentity", "Sessions"], path: "Benchmarks/Population",
            swiftSettings: strict),

        // What `make bench` drives the server with, and what it is compared with.
        .executableTarget(
            name: "tripline-benchmark",
            dependencies: [
                "CMaxMindDB", "CollectProtocol", "ConnectionFingerprint", "Deflate", "Detection", "Evidence",
                "NetworkIntelligence", "OrderedJSON", "Sessions",
                "Storage", "VisitorIdentity",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Benchmarks/Sources", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)

if isFuzzing {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Fuzzing/CLibFuzzer"),
        .executableTarget(
            name: "tripline-fuzz",
            dependencies: [
                "CLibFuzzer", "ConnectionFingerprint", "Evidence", "OrderedJSON", "Sessions", "WebBotAuth",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
            ],
            path: "Fuzzing/Sources", swiftSettings: strict,
            linkerSettings: [.unsafeFlags(["-sanitize=address"])]),
    ]
}
