// swift-tools-version: 6.2
import PackageDescription

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
  targets: [
    // System libraries. ICU is reached only through the C target `CICU`, whose header is free of
    // ICU's types: an ICU header seen by Swift does not compile beside Foundation.
    .systemLibrary(
      name: "CICUSystem", pkgConfig: "icu-uc",
      providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    .target(name: "CICU", dependencies: ["CICUSystem"]),
    // No pkgConfig: Debian's file carries a define that the package manager reports as prohibited.
    .systemLibrary(
      name: "CUTF8Proc", providers: [.apt(["libutf8proc-dev"]), .brew(["utf8proc"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),

    .target(
      name: "ByteLevelBPE",
      swiftSettings: [.enableExperimentalFeature("BuiltinModule")]),
    .target(name: "TokenizerFormats", dependencies: ["ByteLevelBPE", "CUTF8Proc"]),
    .target(name: "Scripts", dependencies: ["CICU"]),
    .target(name: "CorpusReading", dependencies: ["CZlib", "CZstd"]),
    .target(name: "Statistics"),
    .target(name: "TrainingCost", dependencies: ["Statistics"]),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "ByteLevelBPETests", dependencies: ["ByteLevelBPE", "TestSupport"]),
    .testTarget(
      name: "TokenizerFormatsTests",
      dependencies: ["TokenizerFormats", "ByteLevelBPE", "TestSupport"]),
    .testTarget(name: "ScriptsTests", dependencies: ["Scripts", "TestSupport"]),
    .testTarget(name: "CorpusReadingTests", dependencies: ["CorpusReading", "TestSupport"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "TestSupport"]),
    .testTarget(
      name: "TrainingCostTests", dependencies: ["TrainingCost", "Statistics", "TestSupport"]),
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
