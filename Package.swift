// swift-tools-version: 6.2
import PackageDescription

/// The commit that is built, for `tokprof --version`: the Makefile and Tools/dist name it. It reaches
/// one C file, so that another commit compiles that file and links again, and nothing else.
let commit = (Context.environment["TOKPROF_COMMIT"] ?? "")
  .filter { $0.isLetter || $0.isNumber || $0 == "-" }

/// The libraries that make up tokprof, in the order in which the data passes through them.
/// A module may import only what stands above it; `ArchitectureTests` holds the sources to that.
let package = Package(
  name: "tokprof",
  products: [
    .library(name: "ByteLevelBPE", targets: ["ByteLevelBPE"]),
    .library(name: "TokenizerFormats", targets: ["TokenizerFormats"]),
    .library(name: "Statistics", targets: ["Statistics"]),
    .library(name: "TrainingCost", targets: ["TrainingCost"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // System libraries. ICU is reached only through the C target `CICU`, whose header is free of
    // ICU's types: an ICU header seen by Swift does not compile beside Foundation.
    .systemLibrary(
      name: "CICUSystem", pkgConfig: "icu-uc",
      providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    .target(name: "CICU", dependencies: ["CICUSystem"]),
    // Data rather than a library: measured profiles, within the program.
    .target(name: "CShippedProfiles", exclude: ["profiles.json"]),
    // No pkgConfig: Debian's file carries a define that the package manager reports as prohibited.
    .systemLibrary(
      name: "CUTF8Proc", providers: [.apt(["libutf8proc-dev"]), .brew(["utf8proc"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),

    .target(
      name: "CBuildCommit", cSettings: [.define("TOKPROF_COMMIT", to: "\"\(commit)\"")]),

    .target(
      name: "ByteMasks", swiftSettings: [.enableExperimentalFeature("BuiltinModule")]),
    .target(
      name: "ByteLevelBPE", dependencies: ["ByteMasks"],
      swiftSettings: [.enableExperimentalFeature("BuiltinModule")]),
    .target(name: "TokenizerFormats", dependencies: ["ByteLevelBPE", "CUTF8Proc"]),
    .target(name: "Scripts", dependencies: ["CICU", "ByteMasks"]),
    .target(name: "CorpusReading", dependencies: ["CZlib", "CZstd"]),
    .target(name: "Statistics"),
    .target(name: "JSONText"),
    .target(
      name: "Efficiency",
      dependencies: [
        "ByteLevelBPE", "TokenizerFormats", "Scripts", "CorpusReading", "Statistics", "JSONText",
      ]),
    .target(
      name: "ShippedProfiles", dependencies: ["CShippedProfiles", "JSONText", "Efficiency"]),
    .target(
      name: "ProfileStore", dependencies: [.product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "DatasetEstimate",
      dependencies: ["Efficiency", "ByteLevelBPE", "CorpusReading", "Scripts", "Statistics"]),
    .target(name: "TrainingCost", dependencies: ["Statistics"]),
    .target(
      name: "Reports",
      dependencies: [
        "CUTF8Proc", "ByteLevelBPE", "Scripts", "Statistics", "JSONText", "Efficiency",
        "DatasetEstimate", "TrainingCost",
      ]),
    .target(
      name: "Page",
      dependencies: [
        "TokenizerFormats", "Scripts", "JSONText", "Efficiency", "ProfileStore",
        "DatasetEstimate", "TrainingCost", "Reports",
      ],
      // In the binary, so that it needs no file beside it.
      resources: [
        .embedInCode("Assets/page.html"), .embedInCode("Assets/page.css"),
        .embedInCode("Assets/page.js"), .embedInCode("Assets/openapi.json"),
      ]),
    .executableTarget(
      name: "tokprof",
      dependencies: [
        "CBuildCommit",
        "ByteLevelBPE", "TokenizerFormats", "Scripts", "CorpusReading", "Statistics", "JSONText",
        "Efficiency", "ShippedProfiles", "ProfileStore", "DatasetEstimate", "TrainingCost",
        "Reports", "Page",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(
      name: "TestSupport", dependencies: ["ByteLevelBPE"], path: "Tests/TestSupport"),
    .testTarget(name: "ByteMasksTests", dependencies: ["ByteMasks", "TestSupport"]),
    .testTarget(
      name: "ByteLevelBPETests", dependencies: ["ByteLevelBPE", "TokenizerFormats", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "TokenizerFormatsTests",
      dependencies: ["TokenizerFormats", "ByteLevelBPE", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(name: "ScriptsTests", dependencies: ["Scripts", "TestSupport"]),
    .testTarget(
      name: "CorpusReadingTests",
      dependencies: ["CorpusReading", "CZlib", "CZstd", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(
      name: "TrainingCostTests", dependencies: ["TrainingCost", "Statistics", "TestSupport"]),
    .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "TestSupport"]),
    .testTarget(
      name: "EfficiencyTests",
      dependencies: [
        "Efficiency", "ByteLevelBPE", "TokenizerFormats", "CorpusReading", "Scripts", "Statistics",
        "JSONText", "TestSupport",
      ]),
    .testTarget(
      name: "ShippedProfilesTests",
      dependencies: [
        "ShippedProfiles", "Efficiency", "DatasetEstimate", "JSONText", "Scripts", "Statistics",
        "TestSupport",
      ]),
    .testTarget(name: "ProfileStoreTests", dependencies: ["ProfileStore", "TestSupport"]),
    .testTarget(
      name: "DatasetEstimateTests",
      dependencies: [
        "DatasetEstimate", "Efficiency", "ByteLevelBPE", "TokenizerFormats", "CorpusReading",
        "Statistics", "CZlib", "CZstd", "TestSupport",
      ]),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Efficiency", "Scripts", "Statistics", "JSONText", "TrainingCost",
        "TestSupport",
      ]),
    .testTarget(name: "PageTests", dependencies: ["Page", "JSONText", "TestSupport"]),
    .testTarget(name: "CommandLineTests", dependencies: ["tokprof", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

// One place for the language settings of every Swift target.
for target in package.targets where [.regular, .executable, .test].contains(target.type) {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
